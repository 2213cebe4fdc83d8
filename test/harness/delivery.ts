import type pg from 'pg';
import { rows, value } from './query.js';
import type { TestDatabase } from '../../build/server/databases.js';

/** What a test looks at of an event that a consumer got. */
export interface Delivered {
  batch: string;
  eventId: number;
  eventType: string;
  /** Number of the aggregate, see `write`. */
  key: number;
  /** The payload, `{ n }` for those of `write`. */
  payload: Record<string, unknown>;
  deliveries: number;
}

/** How to fetch; the function's defaults where not given. */
export interface FetchOptions {
  limit?: number;
  shard?: number;
  worker?: string;
}

/** The id of an aggregate by its number. */
export const aggregate = (key: number) => `00000000-0000-4000-8000-${String(key).padStart(12, '0')}`;

/**
 * Writes an event to the outbox.
 *
 * @param sql - a connection
 * @param n - what its payload says
 * @param key - number of its aggregate, and so of its partition key
 * @param type - its event type
 */
export async function write(sql: pg.ClientBase, n: number, key = 0, type = 'PostChanged'): Promise<void> {
  await sql.query('select app.write_outbox_event($1, $2, $3, $4)', ['Post', aggregate(key), type, { n }]);
}

/**
 * Writes events in one statement, numbered from 1.
 *
 * @param sql - a connection
 * @param count - how many
 * @param keys - how many aggregates they are dealt to in turn
 */
export async function writeMany(sql: pg.ClientBase, count: number, keys = 1): Promise<void> {
  await sql.query(
    `select app.write_outbox_event('Post', ('00000000-0000-4000-8000-' || lpad((n % $2)::text, 12, '0'))::uuid, 'PostChanged', jsonb_build_object('n', n))
     from generate_series(1, $1) n`,
    [count, keys],
  );
}

/**
 * Creates a consumer of the outbox, whose batches nobody else gets within an hour unless told otherwise.
 *
 * @param sql - a connection
 * @param consumer - its name
 * @param options - parameters of `app.create_consumer` without their p_
 */
export async function create(
  sql: pg.ClientBase,
  consumer: string,
  options: Record<string, unknown> = {},
): Promise<void> {
  const all = { lease: '1 hour', ...options };
  const names = Object.keys(all).map((name, index) => `, p_${name} => $${String(index + 2)}`);
  await sql.query(`select app.create_consumer($1${names.join('')})`, [consumer, ...Object.values(all)]);
}

/**
 * @param sql - a connection
 * @param consumer - its name
 * @param options - how to fetch
 * @returns the batch, empty when there is nothing
 */
export async function fetch(
  sql: pg.ClientBase,
  consumer: string,
  { limit = 1000, shard, worker }: FetchOptions = {},
): Promise<Delivered[]> {
  const text = 'select * from app.fetch_events($1, $2, $3, $4)';
  return (await rows(sql, text, [consumer, limit, shard ?? null, worker ?? null])).map(delivered);
}

function delivered(row: Record<string, unknown>): Delivered {
  return {
    batch: row.batch as string,
    eventId: Number(row.event_id),
    eventType: row.event_type as string,
    key: Number((row.aggregate_id as string).slice(-12)),
    payload: row.payload as Record<string, unknown>,
    deliveries: row.deliveries as number,
  };
}

/**
 * @param sql - a connection
 * @param consumer - its name
 * @param batch - the events of the batch, or its token
 * @param through - the last event that is dealt with, when it is not the whole batch
 * @returns acknowledged, repeated or late
 */
export const ack = (sql: pg.ClientBase, consumer: string, batch: Delivered[] | string, through?: number) =>
  value(sql, 'select app.ack_events($1, $2, $3)', [consumer, tokenOf(batch), through ?? null]);

/** The token of a batch. */
export const tokenOf = (batch: Delivered[] | string) => (typeof batch === 'string' ? batch : batch[0]?.batch);

/** The numbers that the payloads of `write` carry. */
export const numbers = (events: Delivered[]) => events.map(({ payload }) => payload.n);

/**
 * Fetches and acknowledges until there is nothing more.
 *
 * @param sql - a connection
 * @param consumer - its name
 * @param limit - of each batch
 * @returns the events in the order in which they came
 */
export async function drain(sql: pg.ClientBase, consumer: string, limit = 1000): Promise<Delivered[]> {
  const all: Delivered[] = [];
  for (;;) {
    const events = await fetch(sql, consumer, { limit });
    if (events.length === 0) return all;
    all.push(...events);
    await ack(sql, consumer, events);
  }
}

/** Ends the lease of every batch in flight, as if its time had passed. */
export async function expireLeases(db: TestDatabase): Promise<void> {
  await db.asAdmin(`
    update app.consumer_state set leased_until = now() - interval '1 second' where leased_until is not null;
    update app.consumer_retry set leased_until = now() - interval '1 second' where leased_until is not null`);
}

/**
 * Says that an event of a batch of the consumer mailer failed.
 *
 * @param db - the database
 * @param event - the event
 * @param error - why
 * @param delay - time to its retry; null for the back-off of the consumer
 * @returns when it comes again
 */
export const nack = (
  db: { sql: pg.ClientBase },
  event: Delivered | undefined,
  error = 'no',
  delay: string | null = '1 hour',
): Promise<unknown> => value(db.sql, 'select app.nack_event($1, $2, $3, $4)', ['mailer', event?.eventId, error, delay]);

/** Lets the time of every retry come. */
export async function comeDue(db: TestDatabase): Promise<void> {
  await db.asAdmin(`update app.consumer_retry set due_at = now() - interval '1 second' where due_at is not null`);
}
