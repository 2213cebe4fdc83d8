import { expect } from 'vitest';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { create, drain, fetch, nack, numbers, writeMany } from '../../harness/delivery.js';
import { column, value } from '../../harness/query.js';
import { untilWaiting } from '../../harness/untilWaiting.js';
import { expectMended } from '../../harness/healthFindings.js';

test('a consumer that a failed restore left incomplete is reported, and mended by the call that is named', async ({
  db,
}) => {
  const kinds = ['shard', 'shards', 'position', 'lock'];
  for (const kind of kinds) await create(db.sql, kind, { shards: 2 });
  await writeMany(db.sql, 4, 4);
  await db.sql.query('select * from app.maintain()');
  await db.asAdmin(`
    delete from app.consumer_shard where consumer = 'shards' or consumer = 'shard' and shard = 1;
    delete from app.consumer_state using app.consumer_shard s where consumer_state.shard_id = s.shard_id and consumer = 'position' and shard = 0;
    delete from app.retry_lock where consumer = 'lock'`);
  expect(await failure(fetch(db.sql, 'shards'))).toMatchObject({
    code: '55000',
    message: 'p_consumer: shards has no shards',
    hint: expect.stringContaining(`select app.seek_consumer('shards', 'earliest')`) as string,
  });
  await expectMended(
    db.sql,
    [...kinds].sort().map((kind) => ['delivery', `consumer ${kind} lacks shards or positions`]),
  );
  for (const kind of kinds) expect(numbers(await drain(db.sql, kind)).sort()).toEqual([1, 2, 3, 4]);

  await db.asAdmin(`delete from app.consumer_shard where consumer = 'lock'`);
  await create(db.sql, 'lock', { shards: 3 });
  expect(numbers(await drain(db.sql, 'lock')).sort()).toEqual([1, 2, 3, 4]);
});

test('retention keeps what an incomplete consumer has not had', async ({ db }) => {
  for (const kind of ['shards', 'shard', 'position'] as const) await create(db.sql, kind, { shards: 2 });
  await create(db.sql, 'whole');
  await writeMany(db.sql, 4, 4);
  await drain(db.sql, 'whole');
  await db.asAdmin(`
    delete from app.consumer_shard where consumer = 'shards' or consumer = 'shard' and shard = 1;
    delete from app.consumer_state using app.consumer_shard s
    where consumer_state.shard_id = s.shard_id and consumer in ('shard', 'position');
    select app.set_retention('outbox', '1 day');
    update app.outbox set created_at = created_at - interval '2 days', segment = app.segment_of(now() - interval '2 days')`);
  for (const kind of ['shards', 'shard', 'position']) {
    expect(await column(db.sql, `select action from app.maintain() where log = 'outbox'`)).toEqual(['kept']);
    expect(await value(db.sql, 'select app.cleanup_outbox(1)')).toBe(0);
    await db.sql.query(`select app.seek_consumer($1, 'earliest')`, [kind]);
    expect(numbers(await drain(db.sql, kind)).sort()).toEqual([1, 2, 3, 4]);
  }
  expect(await column(db.sql, `select action from app.maintain() where log = 'outbox'`)).toEqual(['emptied']);
});

test('a consumer whose event fails while it is dropped keeps its dead letter', async ({ db }) => {
  await create(db.sql, 'mailer', { max_attempts: 2 });
  await writeMany(db.sql, 1);
  const [first] = await fetch(db.sql, 'mailer');
  await nack(db, first, 'no', '0');
  const [again] = await fetch(db.sql, 'mailer');
  const [worker, operator] = [await db.connect(), await db.connect()];
  await worker.query('begin');
  await nack({ sql: worker }, again);
  const dropped = failure(operator.query(`select app.drop_consumer('mailer')`));
  await untilWaiting(db, operator);
  await worker.query('commit');
  expect(await dropped).toMatchObject({ code: '55006' });
  await db.sql.query('begin isolation level repeatable read');
  expect(await failure(db.sql.query(`select app.drop_consumer('mailer')`))).toMatchObject({ code: '25001' });
  await db.sql.query('rollback');
});
