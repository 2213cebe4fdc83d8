import { expect } from 'vitest';
import type { TestDatabase } from '../../../build/server/databases.js';
import { test } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import { until } from '../../harness/until.js';
import { ack, comeDue, create, drain, fetch, nack, numbers, write, writeMany } from '../../harness/delivery.js';

/** Until a call waits for a lock of the test. Not asked by the session that has the lock: a transaction sees the others as they were at its first look. */
const blocked = (db: TestDatabase) =>
  until(async () => {
    const { rowCount } = await db.asAdmin(`
      select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query ~ 'fetch_events|nack_event'`);
    return rowCount === 1;
  });

test('an event is not lost when the retry it would wait for is dealt with while the log is fetched', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0], 'no', '0');
  await ack(db.sql, 'mailer', batch);
  const retry = await fetch(db.sql, 'mailer');
  expect(await fetch(db.sql, 'mailer')).toEqual([]);
  await write(db.sql, 2);
  await write(db.sql, 3, 1);

  // Stops the fetch where it parks what it passed over; the row lock keeps it from looking for retries before.
  const other = await db.connect('postgres');
  await other.query('begin');
  await other.query(`select from app.retry_lock where consumer = 'mailer' for update`);
  await other.query('lock table app.consumer_retry in share mode');
  const fetching = fetch(db.sql, 'mailer');
  await blocked(db);
  expect(await ack(other, 'mailer', retry)).toBe('acknowledged');
  await other.query('commit');

  const found = await fetching;
  if (found.length > 0) await ack(db.sql, 'mailer', found);
  expect(numbers([...found, ...(await drain(db.sql, 'mailer'))])).toEqual([3, 2]);
});

test('of two workers who say at once that an event failed, one is told that it is not delivered', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  const other = await db.connect();
  await other.query('begin');
  await nack({ sql: other }, batch[0]);
  const second = failure(nack(db, batch[0]));
  await blocked(db);
  await other.query('commit');
  expect(await second).toMatchObject({ code: '55000' });
});

test('under block a retry does not overtake an earlier event that fails while retries are looked for', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2);
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[1], 'no', '0');

  // Stops the fetch where it asks whether the log has earlier events of the key.
  const other = await db.connect('postgres');
  await other.query('begin');
  await other.query('lock table app.consumer_state in access exclusive mode');
  const fetching = fetch(db.sql, 'mailer');
  await blocked(db);
  await nack({ sql: other }, batch[0]);
  await other.query('commit');
  expect(numbers(await fetching)).toEqual([]);

  await comeDue(db);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 2]);
});
