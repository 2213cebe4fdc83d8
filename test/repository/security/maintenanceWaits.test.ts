import { expect } from 'vitest';
import { create, writeMany } from '../../harness/delivery.js';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { rows, value } from '../../harness/query.js';

// Far longer than maintenance may wait, and short enough that a hang is a failure of this test.
const patience = `set statement_timeout = '4min'`;

test('a consumer that stays in the middle of a move keeps nobody from maintaining', async ({ db }) => {
  await create(db.sql, 'mailer');
  await create(db.sql, 'mailer', { shards: 2 });
  await writeMany(db.sql, 2);
  await db.asAdmin(`
    insert into app.consumer_state (shard_id, number, from_snapshot, position)
    select shard_id, number + 1, from_snapshot, position from app.consumer_state;
    update app.consumer_state set changed_at = now() - interval '1 hour'`);
  const role = await db.createRole('worker');
  await db.sql.query('select app.grant_consumer($1, $2)', [role, ['mailer']]);
  const worker = await db.connect(role);
  await worker.query(`begin; select app.seek_consumer('mailer', 'latest')`);
  await db.sql.query(patience);
  await db.sql.query('select app.maintain()');
  expect(await failure(db.sql.query(`select app.drop_consumer('mailer')`))).toMatchObject({
    code: '55P03',
    message: 'consumer mailer is in use',
  });
  await worker.query('commit');
  await db.sql.query(`select app.maintain(), app.drop_consumer('mailer')`);
});

test('nor one that follows a slot', async ({ db }) => {
  const slot = db.name;
  await db.asAdmin(`select pg_create_logical_replication_slot('${slot}', 'pgoutput')`);
  try {
    await create(db.sql, 'debezium', { slot });
    const worker = await db.connect();
    await worker.query(`begin; select app.seek_consumer('debezium', 'latest')`);
    await db.sql.query(patience);
    expect(await rows(db.sql, 'select * from app.maintain()')).toEqual([
      { log: 'outbox', action: 'busy', detail: 'consumer debezium' },
    ]);
  } finally {
    await db.asAdmin(`select pg_drop_replication_slot('${slot}')`);
  }
});

test('a writer of partitions does not make readers of the logs wait: one wait for all, and no segment is locked yet', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await db.sql.query(`
    create table public.tb_sale (region integer) partition by list (region);
    select app.enable_audit_cascade('public.tb_sale')`);
  for (const region of [1, 2, 3]) {
    await db.sql.query(
      `create table public.sale_${String(region)} partition of tb_sale for values in (${String(region)})`,
    );
  }
  await writeMany(db.sql, 1);
  await db.asAdmin(`update app.outbox set segment = app.segment_of(now() - interval '9 days')`);
  await db.sql.query(`select app.seek_consumer('mailer', 'latest')`);
  const writer = await db.connect();
  await writer.query('begin; lock table only sale_1, sale_3 in row exclusive mode');
  await db.sql.query(patience);
  expect(await rows(db.sql, 'select action, detail from app.maintain()')).toEqual([
    { action: 'busy', detail: 'public.sale_1' },
    { action: 'covered', detail: 'public.sale_2' },
    { action: 'busy', detail: 'public.sale_3' },
    { action: 'emptied', detail: expect.stringMatching(/^segment/) as string },
  ]);
  expect(await value(db.sql, 'select count(*)::int from app.outbox')).toBe(0);
});
