import type pg from 'pg';
import { onlyRow } from '../../connection/onlyRow.js';
import type { Queryable } from '../../connection/queryable.js';
import type { DeliveredEvent } from '../deliveredEvent.js';
import type { LogName } from '../logName.js';
import { unknownConsumer } from '../unknownConsumer.js';
import { retryWhileLost } from '../connection/lostConnection.js';
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

/** The SQL functions of one consumer; each call is repeated while the server is away. */
export class DeliveryFunctions {
  constructor(
    readonly pool: pg.Pool,
    private readonly options: ConsumerOptions,
    private readonly signal: AbortSignal,
  ) {}

  /**
   * @returns the settings of the consumer
   * @throws SpecqlCdcError when it does not exist
   */
  async settings(): Promise<ConsumerSettings> {
    const lease = '(extract(epoch from lease) operator(pg_catalog.*) 1000::pg_catalog.numeric)::pg_catalog.float8';
    const text = `select log, ${lease} as "leaseMs", on_failure from app.consumer where consumer operator(pg_catalog.=) $1`;
    const [settings] = await this.rows<ConsumerSettings>(text, []);
    if (settings) return settings;
    throw unknownConsumer(this.options.consumer);
  }

  /** @returns the events of the next batch, none when there is nothing to deliver */
  fetch<Events extends object>(): Promise<FetchedEvent<Events>[]> {
    const { batchSize = 1000, shard, worker } = this.options;
    const text = `select batch, event_id, id, event_type, event_version, aggregate_type, aggregate_id, operation, payload, metadata, tenant_id,
      partition_key, created_at, transaction_id, trace_id, correlation_id, causation_id, deliveries from app.fetch_events($1, $2, $3, $4)`;
    return this.rows(text, [batchSize, shard, worker], 'fetch');
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
      : await this.rows<{ answer: Acknowledgement }>(text, [batch, through], 'ack');
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
  private rows<Row extends object>(text: string, values: unknown[], name?: string): Promise<Row[]> {
    const prepared = name && (this.options.doorbell ?? true) && { name: `specql_cdc ${name}` };
    const query = { ...prepared, text, values: [this.options.consumer, ...values], types: payloadTypes };
    const work = async () => (await this.pool.query<Row>(query)).rows;
    return retryWhileLost(work, this.signal, this.options.onConnectionLost);
  }
}
