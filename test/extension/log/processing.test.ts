import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { failure, postCreated, postId, write } from '../../harness/events.js';

const mark = 'select app.mark_outbox_processed($1)';
const age = `update app.outbox set processed_at = processed_at - $2 * interval '24 hours' where id = $1`;

test('an event is marked as processed, by debezium unless said otherwise', async ({ db }) => {
  const first = await write(db.sql, postCreated);
  const second = await write(db.sql, postCreated);
  await db.sql.query(mark, [first]);
  await db.sql.query(`select app.mark_outbox_processed($1, 'worker-1')`, [second]);
  const read = 'select processed_by, processed_at >= created_at as later from app.outbox order by event_id';
  expect(await rows(db.sql, read)).toEqual([
    { processed_by: 'debezium', later: true },
    { processed_by: 'worker-1', later: true },
  ]);
});

test('marking again keeps the first mark', async ({ db }) => {
  const id = await write(db.sql, postCreated);
  const read = 'select processed_at::text, processed_by from app.outbox';
  await db.sql.query(mark, [id]);
  const first = await rows(db.sql, read);
  await db.sql.query(`select app.mark_outbox_processed($1, 'later')`, [id]);
  expect(await rows(db.sql, read)).toEqual(first);
});

test('of two that mark at once the first to commit is kept, and neither fails', async ({ db }) => {
  const id = await write(db.sql, postCreated);
  const second = await db.connect();
  await db.sql.query('begin');
  await db.sql.query(`select app.mark_outbox_processed($1, 'first')`, [id]);
  const waiting = second.query(`select app.mark_outbox_processed($1, 'second')`, [id]);
  await db.sql.query('commit');
  await waiting;
  expect(await value(db.sql, 'select processed_by from app.outbox')).toBe('first');
});

test('marking what is not there, or nothing, is an error', async ({ db }) => {
  const unknown = await failure(db.sql.query(mark, [postId]));
  expect(unknown).toMatchObject({ code: 'P0002', message: 'p_event_id is not in the outbox' });
  expect(unknown.detail).toContain(postId);
  expect(unknown.hint).toContain('cleaned up');
  expect(await failure(db.sql.query(mark, [null]))).toMatchObject({ code: '22004', message: 'p_event_id is missing' });
  const nobody = await failure(db.sql.query('select app.mark_outbox_processed($1, null)', [postId]));
  expect(nobody).toMatchObject({ code: '22004', message: 'p_processor_id is missing' });
});

test('clean-up deletes what was processed longer ago than the retention, and nothing else', async ({ db }) => {
  const ids: string[] = [];
  for (const days of [6.9, 7.1, 30]) {
    const id = await write(db.sql, postCreated);
    await db.sql.query(mark, [id]);
    await db.sql.query(age, [id, days]);
    ids.push(id);
  }
  const pending = await write(db.sql, postCreated);
  await db.sql.query(`update app.outbox set created_at = now() - interval '1 year' where id = $1`, [pending]);

  const left = () => column(db.sql, 'select id from app.outbox order by event_id');
  expect(await value(db.sql, 'select app.cleanup_outbox(2147483647)')).toBe(0);
  expect(await value(db.sql, 'select app.cleanup_outbox(20)')).toBe(1);
  expect(await left()).toEqual([ids[0], ids[1], pending]);
  expect(await value(db.sql, 'select app.cleanup_outbox()')).toBe(1);
  expect(await left()).toEqual([ids[0], pending]);
  expect(await value(db.sql, 'select app.cleanup_outbox(0)')).toBe(1);
  expect(await left()).toEqual([pending]);
});

test('a retention that is null or negative is refused', async ({ db }) => {
  const missing = await failure(db.sql.query('select app.cleanup_outbox(null)'));
  expect(missing).toMatchObject({ code: '22004', message: 'p_retention_days is missing' });
  const negative = await failure(db.sql.query('select app.cleanup_outbox(-1)'));
  expect(negative).toMatchObject({
    code: '22023',
    message: 'p_retention_days cannot be used',
    detail: "Its value is '-1'.",
  });
});

test('the views show what is pending, the recent hour, and statistics by type', async ({ db }) => {
  const [old, processed, fresh] = [
    await write(db.sql, postCreated),
    await write(db.sql, postCreated),
    await write(db.sql, postCreated),
  ];
  const other = await write(db.sql, { ...postCreated, event_type: 'PostDeleted' });
  await db.sql.query(
    `update app.outbox set created_at = now() - interval '2 hours', retry_count = 2, last_error = 'no broker' where id = $1`,
    [old],
  );
  await db.sql.query(mark, [processed]);
  await db.sql.query(`update app.outbox set processed_at = created_at + interval '3 seconds' where id = $1`, [
    processed,
  ]);

  const pending = await rows(db.sql, 'select *, pending_duration::text as pending_duration from app.v_outbox_pending');
  expect(pending.map(({ id }) => id)).toEqual([old, fresh, other]);
  expect(pending[0]).toMatchObject({
    aggregate_type: 'Post',
    aggregate_id: postId,
    event_type: 'PostCreated',
    retry_count: 2,
    last_error: 'no broker',
    pending_duration: expect.stringContaining('02:00:') as string,
  });

  const recent = await rows(db.sql, 'select *, processing_seconds::float from app.v_outbox_recent');
  expect(recent.map(({ id }) => id)).toEqual([other, fresh, processed]);
  expect(recent[2]).toMatchObject({
    aggregate_type: 'Post',
    aggregate_id: postId,
    event_type: 'PostCreated',
    processing_seconds: 3,
  });

  expect(
    await rows(
      db.sql,
      `select event_type, total_events::int, processed::int, pending::int, avg_processing_seconds::float, latest_event is not null as latest from app.v_outbox_stats`,
    ),
  ).toEqual([
    { event_type: 'PostCreated', total_events: 3, processed: 1, pending: 2, avg_processing_seconds: 3, latest: true },
    {
      event_type: 'PostDeleted',
      total_events: 1,
      processed: 0,
      pending: 1,
      avg_processing_seconds: null,
      latest: true,
    },
  ]);
});

test('the views show a role nothing that it may not read itself', async ({ db }) => {
  const role = await db.createRole('reader');
  const views = ['v_outbox_pending', 'v_outbox_stats', 'v_outbox_recent', 'v_mutation_events_debezium'];
  await db.sql.query(`grant usage on schema app to ${role}; grant select on app.${views.join(', app.')} to ${role}`);
  const reader = await db.connect(role);
  for (const view of views)
    expect(await failure(reader.query(`select from app.${view}`))).toMatchObject({ code: '42501' });
});
