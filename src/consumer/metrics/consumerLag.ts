import type { Queryable } from '../../connection/queryable.js';
import type { LogName } from '../logName.js';

/** A row of `app.v_consumer_lag`: how far a shard of a consumer is behind, and what delays it. */
export interface ConsumerLag {
  consumer: string;
  log: LogName;
  shard: number;
  shards: number;
  /** A number as digits, as all numbers of events are. */
  events_behind: string;
  oldest_event_at: Date | null;
  acknowledged: string;
  /** Acknowledged within the last minute. */
  events_per_second: string | null;
  /** The batch in flight. */
  batch: string | null;
  /** The worker that has it. */
  worker: string | null;
  leased_until: Date | null;
  /** How many times it was delivered. */
  deliveries: number;
  /** Failed events that wait for their retry. */
  retrying: string;
  /** Events that wait behind a failed event of their key. */
  blocked: string;
  dead_letters: string;
  slot: string | null;
  /** Why the consumer is suspended; null when it is not. */
  suspended: string | null;
  changed_at: Date;
}

/**
 * @param client - client or pool
 * @param consumer - its name; undefined for all
 * @returns a row for each shard
 */
export async function consumerLag(client: Queryable, consumer?: string): Promise<ConsumerLag[]> {
  const { rows } = await client.query<ConsumerLag>(
    `select consumer, log, shard, shards, events_behind, oldest_event_at, acknowledged, events_per_second, batch, worker, leased_until,
      deliveries, retrying, blocked, dead_letters, slot, suspended, changed_at
    from app.consumer_lag($1)`,
    [consumer],
  );
  return rows;
}
