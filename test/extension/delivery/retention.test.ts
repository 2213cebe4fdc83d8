import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { failure } from '../../harness/events.js';
import { create, drain, fetch, numbers, writeMany } from '../../harness/delivery.js';

/** Puts the events that are there into the segment of an earlier day. */
async function age(db: DatabaseFixture, days: number): Promise<void> {
  await db.asAdmin(`
    update app.outbox set
      segment = app.segment_of(now() - interval '${String(days)} days'), created_at = created_at - interval '${String(days)} days'
    where segment = app.segment_of(now())`);
}

const maintain = (db: DatabaseFixture) => rows(db.sql, 'select log, action from app.maintain()');
const count = (db: DatabaseFixture) => value(db.sql, 'select count(*)::int from app.outbox');
const emptied = { log: 'outbox', action: 'emptied' };
const kept = { log: 'outbox', action: 'kept' };

test('an expired segment is emptied when every consumer has passed it, and not before', async ({ db }) => {
  await create(db.sql, 'mailer');
  await create(db.sql, 'search');
  await writeMany(db.sql, 3);
  await age(db, 9);
  await writeMany(db.sql, 2);
  await drain(db.sql, 'mailer');
  await fetch(db.sql, 'search');
  expect(await maintain(db)).toEqual([kept]);
  expect(await count(db)).toBe(5);

  await value(db.sql, `select app.ack_events('search', batch) from app.v_consumer_lag where consumer = 'search'`);
  expect(await maintain(db)).toEqual([emptied]);
  expect(await count(db)).toBe(2);
  expect(await maintain(db)).toEqual([]);
});

test('an event that commits late keeps its segment although consumers are past its id', async ({ db }) => {
  await create(db.sql, 'mailer');
  const open = await db.connect();
  await open.query('begin');
  await writeMany(open, 1);
  await open.query(`update app.outbox set segment = app.segment_of(now() - interval '9 days')`);
  await writeMany(db.sql, 5);
  await drain(db.sql, 'mailer');
  expect(await maintain(db)).toEqual([]);
  await open.query('commit');
  expect(await maintain(db)).toEqual([kept]);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
  expect(await maintain(db)).toEqual([emptied]);
});

test('a clean-up in a transaction older than an event does not empty the segment of the event', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  await drain(db.sql, 'mailer');
  await age(db, 9);
  const other = await db.connect();
  await other.query('begin isolation level repeatable read');
  await other.query('select');
  await writeMany(db.sql, 1);
  await age(db, 9);
  await expect(other.query('select app.cleanup_outbox(7)')).rejects.toMatchObject({ code: '25001' });
  await other.query('rollback');
  expect(numbers(await drain(db.sql, 'mailer'))).toHaveLength(1);
});

test('a retry outlives the segment of its event', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 2, 2);
  await age(db, 9);
  const batch = await fetch(db.sql, 'mailer');
  await db.sql.query(`select app.nack_event('mailer', $1, 'no', '0')`, [batch[0]?.eventId]);
  await value(db.sql, `select app.ack_events('mailer', $1)`, [batch[0]?.batch]);
  expect(await maintain(db)).toEqual([emptied]);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1]);
});

test('a segment that somebody reads is left for the next time', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  await age(db, 9);
  await drain(db.sql, 'mailer');
  const reader = await db.connect();
  await reader.query('begin; select from app.outbox');
  expect(await maintain(db)).toEqual([{ log: 'outbox', action: 'busy' }]);
  expect(await count(db)).toBe(1);
  await reader.query('commit');
  expect(await maintain(db)).toEqual([emptied]);
});

test('without a consumer, events are kept until somebody marks them as processed', async ({ db }) => {
  await writeMany(db.sql, 2);
  await age(db, 9);
  expect(await maintain(db)).toEqual([kept]);
  await db.sql.query('select app.mark_outbox_processed(id) from app.outbox limit 1');
  expect(await maintain(db)).toEqual([kept]);
  await db.sql.query('select app.mark_outbox_processed(id) from app.outbox where processed_at is null');
  expect(await maintain(db)).toEqual([emptied]);
});

test('the retention of a log decides when its segments expire', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  await age(db, 3);
  await drain(db.sql, 'mailer');
  expect(await maintain(db)).toEqual([]);
  await db.sql.query(`select app.set_retention('mutation_events', '1 day')`);
  expect(await maintain(db)).toEqual([]);
  await db.sql.query(`select app.set_retention('outbox', '1 day')`);
  expect(await maintain(db)).toEqual([emptied]);
});

test('clean-up removes whole segments that every consumer has passed', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  await age(db, 9);
  expect(await value(db.sql, 'select app.cleanup_outbox()')).toBe(0);
  await drain(db.sql, 'mailer');
  expect(await value(db.sql, 'select app.cleanup_outbox(9)')).toBe(0);
  expect(await value(db.sql, 'select app.cleanup_outbox()')).toBe(3);
});

test('clean-up leaves what a consumer has not had, though somebody marked it', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  await db.sql.query('select app.mark_outbox_processed(id) from app.outbox where event_id < 3');
  await drain(db.sql, 'mailer', 1);
  await db.sql.query(`select app.seek_consumer('mailer', '2')`);
  expect(await value(db.sql, 'select app.cleanup_outbox(0)')).toBe(1);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2, 3]);
  expect(await value(db.sql, 'select app.cleanup_outbox(0)')).toBe(1);
});

test('a consumer past its max_lag is suspended, holds nothing up, and goes on where it is told', async ({ db }) => {
  await create(db.sql, 'mailer', { max_lag: '8 days' });
  await writeMany(db.sql, 2);
  await age(db, 9);
  // What has just been committed, by a transaction that took long, was not there for it to take.
  expect(await maintain(db)).toEqual([kept]);
  expect(await maintain(db)).toEqual([{ log: 'outbox', action: 'suspended' }, emptied]);
  const refused = await failure(fetch(db.sql, 'mailer'));
  expect(refused).toMatchObject({ code: '55000', message: 'p_consumer: mailer is suspended' });
  expect(refused.hint).toContain('app.seek_consumer');
  expect(await value(db.sql, 'select suspended from app.v_consumer_lag')).toContain('max_lag');

  await writeMany(db.sql, 1);
  await db.sql.query(`select app.seek_consumer('mailer', 'earliest')`);
  expect(await drain(db.sql, 'mailer')).toHaveLength(1);
});

test('a consumer with max_lag that keeps up is not suspended', async ({ db }) => {
  await create(db.sql, 'mailer', { max_lag: '1 day' });
  await writeMany(db.sql, 2);
  await age(db, 9);
  await drain(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  expect(await maintain(db)).toEqual([emptied]);
});

test('of two maintenance runs at once the second does nothing', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 1);
  await age(db, 9);
  await drain(db.sql, 'mailer');
  const other = await db.connect();
  await other.query('begin');
  expect(await column(other, 'select action from app.maintain()')).toEqual(['emptied']);
  expect(await maintain(db)).toEqual([]);
  await other.query('rollback');
  expect(await maintain(db)).toEqual([emptied]);
});

test('maintenance keeps the latest step of each shard and those of the latest minutes', async ({ db }) => {
  await create(db.sql, 'mailer', { shards: 2 });
  await writeMany(db.sql, 4, 4);
  await drain(db.sql, 'mailer', 1);
  await db.asAdmin(`update app.consumer_state set changed_at = changed_at - interval '1 hour'`);
  await db.sql.query('select app.maintain()');
  expect(await value(db.sql, 'select count(*)::int from app.consumer_state')).toBe(2);
  expect(await drain(db.sql, 'mailer')).toEqual([]);
});
