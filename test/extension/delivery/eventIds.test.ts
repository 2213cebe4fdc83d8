import type pg from 'pg';
import { expect } from 'vitest';
import { customerDeleted, failure, log } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { ack, create, drain, fetch, nack, numbers, write, writeMany } from '../../harness/delivery.js';
import { findings } from '../../harness/healthFindings.js';
import { column, rows, transaction, value } from '../../harness/query.js';

const setBack = `select setval('app.outbox_event_id_seq', 1, false)`;
const adopt = 'select cluster_epoch from app.adopt_cluster()';
const ids = 'select event_id::int from app.outbox order by 1';

/** What health_check says of the ids of events. */
const found = async (sql: pg.Client) =>
  (await findings(sql)).filter(({ check }) => check === 'event_ids').map(({ status, detail }) => ({ status, detail }));

test('a sequence that was set back is refused, reported and repaired, and no event is lost', async ({ db }) => {
  await create(db.sql, 'ahead');
  await create(db.sql, 'behind');
  await writeMany(db.sql, 10, 2);
  await drain(db.sql, 'ahead');
  await ack(db.sql, 'behind', await fetch(db.sql, 'behind', { limit: 4 }));

  await db.sql.query(setBack);
  // Some in a savepoint, whose rows have another transaction id in their xmin.
  await transaction(db.sql, async () => {
    await write(db.sql, 11);
    await db.sql.query('savepoint a');
    await write(db.sql, 12);
  });
  const refused = await failure(fetch(db.sql, 'ahead'));
  expect(refused).toMatchObject({
    code: '55000',
    message: 'log outbox ends with event 2, and consumers have passed event 10',
    detail: expect.stringContaining('app.outbox_event_id_seq was set back') as string,
    hint: expect.stringContaining('select * from app.adopt_cluster()') as string,
  });
  expect(await found(db.sql)).toEqual([
    { status: 'error', detail: 'log outbox: its sequence is at 2, and events have ids up to 10' },
  ]);

  expect(await column(db.sql, adopt)).toEqual([2, 1]);
  expect(await found(db.sql)).toEqual([]);
  await write(db.sql, 13);
  expect(numbers(await drain(db.sql, 'ahead'))).toEqual([11, 12, 13]);
  expect(numbers(await drain(db.sql, 'behind', 3))).toEqual([5, 6, 7, 8, 9, 10, 11, 12, 13]);
  expect(await column(db.sql, ids)).toEqual(Array.from({ length: 13 }, (_, n) => n + 1));
});

test('a sequence that has caught up is refused, reported and repaired too, and ids are given once', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 5);
  await drain(db.sql, 'mailer');
  await db.sql.query(setBack);
  for (let n = 6; n <= 14; n += 1) await write(db.sql, n, n);
  await db.asAdmin(
    `update app.consumer_state set from_snapshot.taken_at = (from_snapshot).taken_at - interval '1 hour'`,
  );
  expect(await failure(fetch(db.sql, 'mailer'))).toMatchObject({
    code: '55000',
    message: 'log outbox has new events with ids up to 5, which consumers have passed',
  });
  expect(await found(db.sql)).toEqual([
    {
      status: 'error',
      detail: 'log outbox: 5 events have ids that consumers had passed before, and are not delivered',
    },
  ]);
  await db.sql.query(adopt);
  expect(numbers(await drain(db.sql, 'mailer', 2))).toEqual([6, 7, 8, 9, 10, 11, 12, 13, 14]);
  expect(await found(db.sql)).toEqual([]);
  expect(await value(db.sql, 'select count(distinct event_id)::int from app.outbox')).toBe(14);
});

test('a log that was truncated with its sequence goes on by itself', async ({ db }) => {
  await create(db.sql, 'mailer');
  await create(db.sql, 'changes', { log: 'mutation_events' });
  await writeMany(db.sql, 5);
  await nack(db, (await fetch(db.sql, 'mailer'))[0]);
  await ack(
    db.sql,
    'mailer',
    (await value(db.sql, 'select batch from app.v_consumer_lag where batch is not null')) as string,
  );
  for (let n = 0; n < 3; n += 1) await log(db.sql, customerDeleted);
  await drain(db.sql, 'changes');

  await db.sql.query('truncate app.outbox, app.mutation_events restart identity');
  await writeMany(db.sql, 7, 7);
  for (let n = 0; n < 4; n += 1) await log(db.sql, customerDeleted);
  // Event 1 of before waits for its retry and blocks its key, not the new event that had id 1.
  expect(numbers(await drain(db.sql, 'mailer')).sort()).toEqual([1, 2, 3, 4, 5, 6]);
  expect(await drain(db.sql, 'changes')).toHaveLength(4);
  expect(await found(db.sql)).toEqual([]);
});

test('nothing changes where nothing is wrong', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 4, 4);
  await transaction(db.sql, async () => {
    await write(db.sql, 5, 5);
    await db.sql.query('savepoint a');
    await write(db.sql, 6, 6);
  });
  const batch = await fetch(db.sql, 'mailer');
  await nack(db, batch[0]);
  await ack(db.sql, 'mailer', batch);
  await db.sql.query('select app.mark_outbox_processed(id) from app.outbox where event_id = 2');
  await writeMany(db.sql, 2);
  const before = await rows(db.sql, 'select * from app.cluster_epoch order by log');
  await db.sql.query(adopt);
  await db.sql.query('vacuum (freeze) app.cluster_epoch');
  await db.sql.query(adopt);
  const after = await rows(db.sql, `select * from app.cluster_epoch where log = 'outbox'`);
  expect(after).toEqual(before);
  expect(await column(db.sql, ids)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(await found(db.sql)).toEqual([]);
});

test('a row of a cluster epoch that another transaction wrote is a copy, and the next begins', async ({ db }) => {
  await create(db.sql, 'mailer');
  await writeMany(db.sql, 3);
  await ack(db.sql, 'mailer', await fetch(db.sql, 'mailer', { limit: 1 }));
  // As a logical copy into a cluster of lower transaction ids: what a position saw to have ended lies far ahead.
  await db.asAdmin(`
    create temporary table epoch as table app.cluster_epoch;
    delete from app.cluster_epoch;
    insert into app.cluster_epoch table epoch;
    update app.outbox set transaction_id = transaction_id + 1000000;
    update app.consumer_state set from_snapshot.xmax = (from_snapshot).xmax + 1000000, from_snapshot.next_xid = (from_snapshot).next_xid + 1000000,
      to_snapshot.xmax = (to_snapshot).xmax + 1000000, to_snapshot.next_xid = (to_snapshot).next_xid + 1000000`);
  await write(db.sql, 4);
  expect(numbers(await drain(db.sql, 'mailer'))).toEqual([2, 3, 4]);
  expect(await column(db.sql, adopt)).toEqual([2, 1]);
});

test.for([setBack, 'alter sequence app.outbox_event_id_seq restart'])(
  'retention empties nothing that was written after %s',
  async (change, { db }) => {
    await create(db.sql, 'c');
    await writeMany(db.sql, 5);
    await drain(db.sql, 'c');
    await db.sql.query(change);
    await writeMany(db.sql, 3);
    await db.asAdmin(`select app.set_retention('outbox', '1 day');
      update app.outbox set created_at = created_at - interval '2 days', segment = app.segment_of(now() - interval '2 days')`);
    for (const call of ['select * from app.maintain()', 'select app.cleanup_outbox(1)']) {
      if (change === setBack) expect(await failure(db.sql.query(call))).toMatchObject({ code: '55000' });
      else await db.sql.query(call);
    }
    await db.sql.query(adopt);
    expect(numbers(await drain(db.sql, 'c'))).toEqual([1, 2, 3]);
  },
);
