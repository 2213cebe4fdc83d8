import { expect } from 'vitest';
import { value } from '../../../harness/query.js';
import { write } from '../../../harness/delivery.js';
import { test } from '../../../harness/fixture.js';
import { expectMended, findings } from '../../../harness/healthFindings.js';

test('a ring that is full', async ({ db }) => {
  await write(db.sql, 1);
  expect(await findings(db.sql)).toEqual([]);
  await db.asAdmin(`update app.outbox set segment = app.segment_of(now() + interval '1 day')`);
  expect(await findings(db.sql)).toMatchObject([
    { check: 'retention', status: 'warning', detail: expect.stringContaining('outbox: the ring is full') as string },
  ]);
});

test('ids that are given out in another order than they are asked for', async ({ db }) => {
  await db.sql.query('alter sequence app.mutation_events_event_id_seq cache 20');
  await expectMended(db.sql, [['retention', 'sequence app.mutation_events_event_id_seq caches 20 ids']]);
});

test('who holds the horizon', async ({ db }) => {
  const holder = await db.connect();
  await holder.query('begin isolation level repeatable read; select count(*) from app.outbox');
  const pid = await value(holder, 'select pg_backend_pid()');
  expect(await findings(db.sql)).toEqual([]);
  // As if the hour that a transaction may take were over.
  await db.sql.query(`do $$ begin
    execute replace(pg_get_functiondef('app.health_horizon'::regproc), 'interval ''1 hour''', 'interval ''0''');
  end $$`);
  expect(await findings(db.sql)).toMatchObject([
    {
      check: 'horizon',
      status: 'warning',
      detail: expect.stringContaining(`process ${String(pid)} (idle in transaction)`) as string,
      hint: expect.stringContaining('End the transaction') as string,
    },
  ]);
});

test('a publication that streams nothing, as after a restore, or the segments one by one', async ({ db }) => {
  const admin = await db.connect('postgres');
  await admin.query(`
    create publication specql_empty with (publish_via_partition_root = true);
    create publication specql_segments for table app.outbox`);
  await expectMended(admin, [
    ['slots', 'publication specql_empty has no table'],
    ['slots', 'publication specql_segments streams the segments under their own names'],
  ]);
});
