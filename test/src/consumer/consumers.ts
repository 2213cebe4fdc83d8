import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { Consumer } from '../../../src/consumer/consumer.js';
import type { ConsumerOptions } from '../../../src/consumer/consumerOptions.js';
import { test as base, type DatabaseFixture } from '../../harness/fixture.js';

export { until } from '../../harness/until.js';

/** Makes a consumer called mailer; closed after the test. */
export type MakeConsumer = (options?: Partial<ConsumerOptions>) => Consumer;

/** `test` with consumers of the test's database. */
export const test = base.extend<{ mailer: MakeConsumer }>({
  mailer: async ({ db }, use) => {
    const made: Consumer[] = [];
    await use((options) => {
      const consumer = new Consumer({ connectionString: db.url, consumer: 'mailer', pollIntervalMs: 20, ...options });
      made.push(consumer);
      return consumer;
    });
    await Promise.all(made.map((consumer) => consumer.close()));
  },
});

/**
 * @param db - the database
 * @param options - further arguments, as in SQL
 */
export async function createMailer(db: DatabaseFixture, options = ''): Promise<void> {
  await db.sql.query(`select app.create_consumer('mailer'${options && `, ${options}`})`);
}

/**
 * Writes events in one transaction, numbered from 1 within their keys.
 *
 * @param sql - a connection
 * @param count - of each key
 * @param keys - how many keys
 */
export async function writeEvents(sql: pg.ClientBase, count: number, keys = 1): Promise<void> {
  const ids = Array.from({ length: keys }, () => randomUUID());
  await sql.query(
    `select app.write_outbox_event('Post', k.id, 'PostCreated', jsonb_build_object('n', n))
     from generate_series(1, $1) n, unnest($2::uuid[]) k (id) order by n`,
    [count, ids],
  );
}

/** @returns the number n of an event of `writeEvents` */
export const n = (event: { payload: unknown }): number => (event.payload as { n: number }).n;

/** A pollIntervalMs that no test waits for. */
export const anHour = 3_600_000;

/** Sessions that hold the lock by which writers know that someone sleeps. */
export async function sleepers(db: DatabaseFixture): Promise<number> {
  return holds(db, 'holder');
}

/** Sessions that sleep while another one holds that lock. */
export async function furtherSleepers(db: DatabaseFixture): Promise<number> {
  return holds(db, 'sleeper');
}

async function holds(db: DatabaseFixture, role: string): Promise<number> {
  const { rowCount } = await db.sql.query(`select from app.doorbell_holds() h where h.log = 'outbox' and h.role = $1`, [
    role,
  ]);
  return rowCount ?? 0;
}
