import type { Queryable } from '../../connection/queryable.js';
import type { LogName } from '../logName.js';

/** A row of `app.consumer`: a consumer and its options. Intervals are texts, as PostgreSQL prints them: `00:00:30`. */
export interface ConsumerRow {
  consumer: string;
  log: LogName;
  /** Null for all. */
  event_types: string[] | null;
  lease: string;
  max_attempts: number;
  backoff: string;
  on_failure: 'block' | 'skip';
  /** Null for a consumer that fetches. */
  slot: string | null;
  /** Null for never. */
  max_lag: string | null;
  /** Why it is suspended; null when it is not. */
  suspended: string | null;
  created_at: Date;
}

/**
 * @param client - client or pool
 * @returns the consumers, by name
 */
export async function listConsumers(client: Queryable): Promise<ConsumerRow[]> {
  const { rows } = await client.query<ConsumerRow>(
    `select consumer, log, event_types, lease::text, max_attempts, backoff::text, on_failure, slot, max_lag::text, suspended, created_at
    from app.consumer order by consumer`,
  );
  return rows;
}
