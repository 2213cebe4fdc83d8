import { expect } from 'vitest';
import { rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { ack, create, drain, fetch, numbers, write, writeMany } from '../../harness/delivery.js';

const seek = 'select app.seek_consumer($1, $2)';

test('a consumer begins with what is retained, with what commits from now on, or at a time', async ({ db }) => {
  await create(db.sql, 'earliest');
  await writeMany(db.sql, 3);
  await db.sql.query(`update app.outbox set created_at = now() - interval '1 day' where event_id = 1`);
  const open = await db.connect();
  await open.query('begin');
  await write(open, 4);
  const hourAgo = await value(db.sql, `select (now() - interval '1 hour')::text`);
  await create(db.sql, 'late');
  await create(db.sql, 'latest', { start: 'latest' });
  await create(db.sql, 'recent', { start: hourAgo });
  await create(db.sql, 'future', { start: '2999-01-01' });
  await write(db.sql, 5);
  await open.query('commit');
  const got = async (consumer: string) => numbers(await drain(db.sql, consumer));
  expect(await got('earliest')).toEqual([1, 2, 3, 4, 5]);
  expect(await got('late')).toEqual([1, 2, 3, 4, 5]);
  expect(await got('latest')).toEqual([4, 5]);
  expect(await got('recent')).toEqual([2, 3, 4, 5]);
  expect(await got('future')).toEqual([4, 5]);
});

test('a consumer made again keeps its position and takes the new options', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  await ack(db.sql, 'mailer', await fetch(db.sql, 'mailer', { limit: 1 }));
  await create(db.sql, 'mailer', { start: 'latest', lease: '2 hours' });
  expect(numbers(await fetch(db.sql, 'mailer'))).toEqual([2, 3]);
  expect(await value(db.sql, `select leased_until > now() + interval '1 hour' from app.v_consumer_lag`)).toBe(true);
});

test('event types that are not wanted are passed over, and hold nothing up', async ({ db }) => {
  await create(db.sql, 'mailer', { event_types: ['PostCreated', 'PostDeleted'] });
  for (const [index, type] of ['PostCreated', 'PostChanged', 'PostDeleted', 'PostChanged'].entries())
    await write(db.sql, index, index, type);
  expect((await drain(db.sql, 'mailer', 1)).map(({ eventType }) => eventType)).toEqual(['PostCreated', 'PostDeleted']);
  expect(await rows(db.sql, 'select acknowledged, events_behind from app.v_consumer_lag')).toEqual([
    { acknowledged: '2', events_behind: '0' },
  ]);
});

test('events of several days come in order, whichever are of today', async ({ db }) => {
  await create(db.sql, 'mailer');
  for (const others of ['event_id <= 3', 'event_id in (5, 6)', 'event_id >= 7', 'event_id = 11']) {
    const from = Number(await value(db.sql, 'select coalesce(max(event_id), 0) from app.outbox'));
    await writeMany(db.sql, 3);
    await db.sql.query(
      `update app.outbox set segment = app.segment_of(now() - interval '1 day') where event_id > ${from} and ${others}`,
    );
    expect(numbers(await drain(db.sql, 'mailer', 2))).toEqual([1, 2, 3]);
  }
});

test('ids that were set by hand are taken for given out when they are', async ({ db }) => {
  await create(db.sql, 'mailer');
  await write(db.sql, 1);
  for (const [called, end] of [
    [false, '499'],
    [true, '500'],
  ]) {
    await db.sql.query(`select setval('app.outbox_event_id_seq', 500, ${String(called)})`);
    expect(await value(db.sql, `select app.log_end('outbox')`)).toBe(end);
  }
  await write(db.sql, 2);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 2]);
});

test('the change log is delivered with its images', async ({ db }) => {
  await create(db.sql, 'index', { log: 'mutation_events' });
  await db.sql.query(
    `select app.log_cdc_event('POST_RENAMED', 'post', gen_random_uuid(), 'UPDATE', '{"t": 1}', '{"t": 2}')`,
  );
  const read = `select event_type, operation, payload -> 'before' as before, payload -> 'after' as after, event_version from app.fetch_events('index')`;
  expect(await rows(db.sql, read)).toEqual([
    { event_type: 'POST_RENAMED', operation: 'UPDATE', before: { t: 1 }, after: { t: 2 }, event_version: 1 },
  ]);
});

test('a consumer can be moved back, forward, to a time and to an event', async ({ db }) => {
  await create(db.sql, 'mailer', { shards: 2 });
  await writeMany(db.sql, 6, 6);
  await db.sql.query(`update app.outbox set created_at = now() - interval '1 day' where event_id <= 2`);
  const after = async (place: unknown) => {
    await db.sql.query(seek, ['mailer', place]);
    return numbers(await drain(db.sql, 'mailer')).sort();
  };
  expect(await after('earliest')).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await after('4')).toEqual([4, 5, 6]);
  expect(await after('latest')).toEqual([]);
  expect(await after(await value(db.sql, `select (now() - interval '1 hour')::text`))).toEqual([3, 4, 5, 6]);
  expect(await after('0')).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a batch in flight when its consumer is moved comes too late, and its retries are not kept twice', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3, 3);
  const batch = await fetch(db.sql, 'mailer');
  await db.sql.query(`select app.nack_event('mailer', 2, 'no')`);
  await db.sql.query(seek, ['mailer', 'earliest']);
  expect(await ack(db.sql, 'mailer', batch)).toBe('late');
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([1, 2, 3]);
});

test('a number of shards that changes is over when the consumer is moved', async ({ db }) => {
  await create(db.sql, 'mailer', { shards: 2 });
  await writeMany(db.sql, 10, 10);
  await fetch(db.sql, 'mailer', { limit: 1 });
  await create(db.sql, 'mailer', { shards: 3 });
  expect(await rows(db.sql, 'select from app.v_consumer_lag')).toHaveLength(5);
  await db.sql.query(seek, ['mailer', 'earliest']);
  expect(await rows(db.sql, 'select from app.v_consumer_lag')).toHaveLength(3);
  expect(await drain(db.sql, 'mailer')).toHaveLength(10);
});
