import type pg from 'pg';
import { expect } from 'vitest';
import { test } from '../connection/detour.js';
import { createMailer, n, until, writeEvents } from '../consumers.js';

const megabyte = 1024 * 1024;

/** Writes events of about so many bytes, each of a key of its own. */
const writeLarge = (sql: pg.ClientBase, count: number, bytes: number) =>
  sql.query(
    `select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', jsonb_build_object('n', n, 'text', repeat('x', $2)))
     from generate_series(1, $1) n`,
    [count, Math.round(bytes)],
  );

test('a batch has a limit of bytes, also where the batch is read after its lease', async ({ db, mailer }) => {
  await createMailer(db);
  await writeLarge(db.sql, 5, 1.5 * megabyte);
  await writeLarge(db.sql, 7, 0.4 * megabyte);
  const sizes: number[] = [];
  for await (const batch of mailer({ batchBytes: 4 * megabyte }).batches()) {
    sizes.push(batch.events.length);
    await batch.ack();
    if (sizes.reduce((sum, size) => sum + size) === 12) break;
  }
  // Two of 1.5 MB fit; those of 0.4 MB come with the fifth as far as they fit, the last alone within what is returned with a lease.
  expect(sizes).toEqual([2, 2, 7, 1]);
});

test('an event that a worker dies of while it receives it becomes a dead letter, and the next is delivered', async ({
  db,
  mailer,
  way,
}) => {
  await createMailer(db, `p_lease => '500 ms', p_max_attempts => 2`);
  await writeLarge(db.sql, 1, 3 * megabyte);
  await writeEvents(db.sql, 1);
  way.cutAfter(2 * megabyte);
  const seen: number[] = [];
  const consumer = mailer({ connectionString: way.url });
  const run = consumer.run((event) => seen.push(n(event)));
  await until(() => seen.length === 1);
  const { rows } = await db.sql.query('select deliveries, last_error from app.v_dead_letters');
  expect(rows).toEqual([{ deliveries: 3, last_error: 'delivered 3 times, and no worker acknowledged it' }]);
  await consumer.stop();
  await run;
});
