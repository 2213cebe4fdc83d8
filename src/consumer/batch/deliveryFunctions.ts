import type pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import { SpecqlCdcError } from '../../error.js';
import type { Queryable } from '../../connection/queryable.js';
import type { DeliveredEvent } from '../deliveredEvent.js';
import type { LogName } from '../logName.js';
import { unknownConsumer } from '../unknownConsumer.js';
import { isLost, isLostOrSuspended, retryWhileLost } from '../connection/lostConnection.js';
import type { ConsumerOptions } from '../consumerOptions.js';
import { payloadTypes } from '../connection/payloadTypes.js';

/** The settings that `app.create_consumer` stored. */
export interface ConsumerSettings {
  log: LogName;
  leaseMs: number;
  on_failure: 'block' | 'skip';
}

/** The result of `app.ack_events`. */
export type Acknowledgement = 'acknowledged' | 'repeated' | 'late';

/** An event with the token of its batch. */
export type FetchedEvent<Events extends object> = DeliveredEvent<Events> & { batch: string };

/** How a call is made: its name, when it is prepared; which errors pass; who hears of them first. */
interface CallOptions {
  name?: string;
  isTransient?: typeof isLost;
  onLost?: () => void;
}

/** The row of a batch that is too large to be returned with its lease. */
interface LeasedBatch {
  batch: string;
  event_id: null;
}

/** A larger batch is read after its lease has committed: a worker that dies of its size has had it then. */
const megabyte = 1024 * 1024;

const selectEvents = `select batch, event_id, id, event_type, event_version, aggregate_type, aggregate_id, operation, payload, metadata, tenant_id,
  partition_key, created_at, transaction_id, trace_id, correlation_id, causation_id, deliveries`;

/** The SQL functions of one consumer; each call is repeated while the server is away. */
export class DeliveryFunctions {
  constructor(
    readonly pool: pg.Pool,
    private readonly options: ConsumerOptions,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @returns the settings of the consumer
   * @throws SpecqlCdcError when it does not exist, or follows a slot
   */
  async settings(): Promise<ConsumerSettings> {
    const lease = '(extract(epoch from lease) operator(pg_catalog.*) 1000::pg_catalog.numeric)::pg_catalog.float8';
    const text = `select log, ${lease} as "leaseMs", on_failure, slot from app.consumer where consumer operator(pg_catalog.=) $1`;
    const [settings] = await this.rows<ConsumerSettings & { slot: string | null }>(text, []);
    if (!settings) throw unknownConsumer(this.options.consumer);
    if (settings.slot === null) return settings;
    throw new SpecqlCdcError(
      `consumer ${this.options.consumer} follows replication slot ${settings.slot} and fetches nothing`,
      'Read from the slot, or create another consumer.',
    );
  }

  /** @returns the events of the next batch, or the token of a large one to read; nothing when there is nothing to deliver */
  async fetch<Events extends object>(): Promise<FetchedEvent<Events>[] | string> {
    const { batchSize = 1000, batchBytes = 16 * megabyte, shard, worker } = this.options;
    const rows = await this.rows<FetchedEvent<Events> | LeasedBatch>(
      `${selectEvents} from app.fetch_events($1, $2, $3, $4, $5, $6)`,
      [batchSize, shard, worker, batchBytes, megabyte],
      { name: 'fetch', isTransient: isLostOrSuspended },
    );
    const [first] = rows;
    return first?.event_id === null ? first.batch : (rows as FetchedEvent<Events>[]);
  }

  /**
   * @param batch - token of a batch that is leased to this worker
   * @param onLost - called when the connection is lost meanwhile
   * @returns its events; none when the lease has expired
   */
  read<Events extends object>(batch: string, onLost: () => void): Promise<FetchedEvent<Events>[]> {
    return this.rows(`${selectEvents} from app.batch_events($1, $2)`, [batch], { onLost });
  }

  /**
   * @param batch - token of the batch
   * @param through - event_id of the last event to acknowledge; undefined for all
   * @param on - the client of a transaction, which is asked once; the pool unless given
   */
  async ack(batch: string, through?: string, on?: Queryable): Promise<Acknowledgement> {
    const text = 'select app.ack_events($1, $2, $3) as answer';
    const rows = on
      ? (await on.query<{ answer: Acknowledgement }>(text, [this.options.consumer, batch, through])).rows
      : await this.rows<{ answer: Acknowledgement }>(text, [batch, through], { name: 'ack' });
    return onlyRow({ rows }).answer;
  }

  /** @returns when the event is delivered again; null when it is a dead letter now */
  async nack(event: string, error: string, delayMs?: number): Promise<Date | null> {
    const text = `select app.nack_event($1, $2, $3, $4::pg_catalog.float8 operator(pg_catalog.*) interval '1 ms') as due`;
    return onlyRow({ rows: await this.rows<{ due: Date | null }>(text, [event, error, delayMs]) }).due;
  }

  /** @returns whether the batch is still this worker's */
  async extend(batch: string): Promise<boolean> {
    return onlyRow({ rows: await this.rows<{ ours: boolean }>('select app.extend_lease($1, $2) as ours', [batch]) })
      .ours;
  }

  /** @returns whether the batch was still this worker's */
  async release(batch: string): Promise<boolean> {
    return onlyRow({ rows: await this.rows<{ ours: boolean }>('select app.release_events($1, $2) as ours', [batch]) })
      .ours;
  }

  /** A query with a name is prepared, once for each connection. Not without a doorbell: there may be a pooler in transaction mode between. */
  private rows<Row extends object>(
    text: string,
    values: unknown[],
    { name, isTransient = isLost, onLost }: CallOptions = {},
  ): Promise<Row[]> {
    const prepared = name && (this.options.doorbell ?? true) && { name: `specql_cdc ${name}` };
    const query = { ...prepared, text, values: [this.options.consumer, ...values], types: payloadTypes };
    const work = async () => (await this.pool.query<Row>(query)).rows;
    const tell = (error: Error, delayMs: number) => {
      onLost?.();
      this.options.onConnectionLost?.(error, delayMs);
    };
    return retryWhileLost(work, this.signal, tell, isTransient);
  }
}
