import type pg from 'pg';
import { expect } from 'vitest';
import { ack, create, fetch, numbers, write } from '../../harness/delivery.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { rows, value } from '../../harness/query.js';

/** A role that may connect and no more, and holds every advisory key that the extension ever used. */
async function outsider(db: DatabaseFixture): Promise<{ session: pg.Client; role: string }> {
  const role = await db.createRole('outsider');
  const session = await db.connect(role);
  const lockClass = String(await value(db.sql, 'select app.lock_class()'));
  await session.query(`
    select pg_advisory_lock(${lockClass}, key) from unnest(array[1, 2, 11, 12, 30, 31]) key;
    select pg_advisory_lock(${lockClass}, key) from generate_series(500, 1100) key;
    select pg_advisory_lock(hashtextextended('app.enable_audit_cascade', 0))`);
  return { session, role };
}

test('who holds every advisory key stops neither fetching nor acknowledging, moving, maintaining or enabling', async ({
  db,
}) => {
  await create(db.sql, 'mailer');
  await outsider(db);
  await db.sql.query(`set statement_timeout = '4min'`);
  await write(db.sql, 1);
  const batch = await fetch(db.sql, 'mailer');
  expect(numbers(batch)).toEqual([1]);
  expect(await ack(db.sql, 'mailer', batch)).toBe('acknowledged');
  await write(db.sql, 2);
  const failed = await fetch(db.sql, 'mailer');
  await db.sql.query(`select app.nack_event('mailer', $1, 'no', '0')`, [failed[0]?.eventId]);
  await ack(db.sql, 'mailer', failed);
  expect(numbers(await fetch(db.sql, 'mailer'))).toEqual([2]);
  await db.sql.query(`select app.seek_consumer('mailer', 'earliest')`);
  await db.sql.query('select app.maintain()');
  expect(await value(db.sql, 'select count(*)::int from app.maintenance_run')).toBe(1);
  await db.sql.query('create table public.tb_post (id uuid primary key)');
  await db.sql.query(`select app.enable_audit_cascade('public.tb_post')`);
});

test('who holds the doorbell is named by health_check with pid, role and address', async ({ db }) => {
  const { session, role } = await outsider(db);
  const pid = await value(session, 'select pg_backend_pid()');
  const findings = await rows(
    db.sql,
    `select distinct status, detail, hint from app.health_check() where "check" = 'doorbell'`,
  );
  expect(findings).toEqual([
    {
      status: 'warning',
      detail: expect.stringMatching(
        new RegExp(`^session ${String(pid)} of ${role} from \\S+.* holds the doorbell and is no consumer$`),
      ) as string,
      hint: `While it does, writers notify at each commit. End it: select pg_terminate_backend(${String(pid)}).`,
    },
  ]);
});

test('a consumer does not hang where somebody else keeps the sleepers’ lock', async ({ db }) => {
  await outsider(db);
  await db.sql.query(`set statement_timeout = '4min'`);
  expect(await value(db.sql, `select app.arm_doorbell('outbox')`)).toBe(false);
});

test('a consumer that sleeps, and a writer with an open transaction, are no findings', async ({ db }) => {
  await db.sql.query(`select app.arm_doorbell('outbox')`);
  const writer = await db.connect();
  await writer.query('begin');
  await writer.query(`select app.log_cdc_event('CREATED', 'post', null, 'CREATE', null, '{}')`);
  expect(await rows(db.sql, `select status from app.health_check() where "check" = 'doorbell'`)).toEqual([
    { status: 'ok' },
  ]);
});
