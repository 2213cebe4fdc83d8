import type pg from 'pg';
import { onlyRow } from '../connection/onlyRow.js';
import type { Queryable } from '../connection/queryable.js';
import { SpecqlCdcError } from '../error.js';
import type { DeliveredEvent } from './event.js';
import { persistently } from './lostConnection.js';
import type { ConsumerOptions } from './options.js';
import { payloadTypes } from './payloadTypes.js';

/** How a consumer was made. */
export interface Settings {
  log: 'outbox' | 'mutation_events';
  /** Milliseconds. */
  lease: number;
  on_failure: 'block' | 'skip';
}

/** What `app.ack_events` says. */
export type Acknowledgement = 'acknowledged' | 'repeated' | 'late';

/** An event with the token of its batch. */
export type FetchedEvent<Events extends object> = DeliveredEvent<Events> & { batch: string };

/** The SQL functions of one consumer; each call is repeated while the server is away. */
export class Calls {
  constructor(
    readonly pool: pg.Pool,
    private readonly options: ConsumerOptions,
    private readonly signal: AbortSignal,
  ) {}

  /** @returns how the consumer was made */
  async settings(): Promise<Settings> {
    const text = `select log, extract(epoch from lease)::float8 * 1000 as lease, on_failure from app.consumer where consumer = $1`;
    const [settings] = await this.rows<Settings>(text, []);
    if (settings) return settings;
    throw new SpecqlCdcError(
      `consumer ${this.options.consumer} does not exist`,
      `Create it: select app.create_consumer('${this.options.consumer.replaceAll("'", "''")}').`,
    );
  }

  /** @returns the events of a batch, none when there is nothing to do */
  fetch<Events extends object>(): Promise<FetchedEvent<Events>[]> {
    const { batchSize = 1000, shard, worker } = this.options;
    const text = `select batch, event_id, id, event_type, event_version, aggregate_type, aggregate_id, operation, payload, metadata, tenant_id,
      partition_key, created_at, transaction_id, trace_id, correlation_id, causation_id, deliveries from app.fetch_events($1, $2, $3, $4)`;
    return this.rows(text, [batchSize, shard, worker], 'fetch');
  }

  /**
   * @param batch - its token
   * @param through - last event dealt with; undefined for all
   * @param on - where; a transaction's client is asked once
   */
  async ack(batch: string, through?: string, on?: Queryable): Promise<Acknowledgement> {
    const text = 'select app.ack_events($1, $2, $3) as answer';
    const rows = on
      ? (await on.query<{ answer: Acknowledgement }>(text, [this.options.consumer, batch, through])).rows
      : await this.rows<{ answer: Acknowledgement }>(text, [batch, through], 'ack');
    return onlyRow({ rows }).answer;
  }

  /** @returns when the event comes again; null when it is a dead letter now */
  async nack(event: string, error: string, delay?: number): Promise<Date | null> {
    const text = `select app.nack_event($1, $2, $3, $4 * interval '1 ms') as due`;
    return onlyRow({ rows: await this.rows<{ due: Date | null }>(text, [event, error, delay]) }).due;
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

  /** What has a name is prepared, once for a connection. Not without a doorbell: there may be a pool in transaction mode between. */
  private rows<Row extends object>(text: string, others: unknown[], name?: string): Promise<Row[]> {
    const prepared = name && (this.options.doorbell ?? true) && { name: `specql_cdc ${name}` };
    const query = { ...prepared, text, values: [this.options.consumer, ...others], types: payloadTypes };
    const work = async () => (await this.pool.query<Row>(query)).rows;
    return persistently(work, this.signal, this.options.onConnectionLost);
  }
}
