import { expect } from 'vitest';
import { waitingForLocks } from '../../../src/cli/lockWait.js';
import type { Session } from '../../../src/cli/report.js';
import { interrupt } from '../../../src/cli/interrupted.js';
import { commandLine } from '../../../build/commandLine.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { until } from '../../harness/until.js';

const waiting = async (db: DatabaseFixture) =>
  (
    await db.sql.query(
      'select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0',
    )
  ).rowCount;

/** A transaction that has written to the table, and a command that waits for it. */
async function blocked(db: DatabaseFixture, ...args: string[]) {
  await db.sql.query('create table public.tb_post (id int primary key)');
  const writer = await db.connect();
  await writer.query('begin; insert into tb_post values (1)');
  const printed = { stdout: '', stderr: '' };
  const outcome = commandLine(['enable', 'tb_post', ...args, '--database-url', db.url], { printed });
  await until(async () => (await waiting(db)) === 1);
  return { writer, printed, outcome };
}

test('says for whom it waits, and goes on when the lock is granted', async ({ db }) => {
  const { writer, printed, outcome } = await blocked(db, '--lock-timeout', '600');
  await until(() => Promise.resolve(printed.stderr.includes('waiting for a lock')));
  await writer.query('commit');
  const { exitCode, stderr } = await outcome;
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^waiting for a lock that is held by pid \d+ \(role specql_owner, idle in transaction\)\n$/);
});

test('gives up after the lock timeout', async ({ db }) => {
  await db.sql.query('create table public.tb_post (id int primary key)');
  const writer = await db.connect();
  await writer.query('begin; insert into tb_post values (1)');
  const args = ['enable', 'tb_post', '--lock-timeout', '1', '--database-url', db.url];
  const { exitCode, stderr } = await commandLine(args);
  expect(exitCode).toBe(2);
  expect(stderr).toMatch(/error: .*lock timeout \(55P03\)\n(detail: .*\n)?hint: Run it again/);
  expect(await waiting(db)).toBe(0);
});

test('a lock that was not granted in time is reported with the session that held it', async ({ db }) => {
  await db.sql.query('create table public.tb_post (id int primary key)');
  const holder = await db.connect();
  await holder.query('begin; select pg_advisory_lock(1); lock table tb_post');
  const client = await db.connect();
  // The first wait ends when its holder has been seen, so that the second may be as short as can be.
  const session = {
    databaseUrl: db.url,
    progress: () => void holder.query('select pg_advisory_unlock(1)'),
  } as unknown as Session;
  const failing = waitingForLocks(session, client, { lockTimeout: 600 }, async () => {
    await client.query('select pg_advisory_lock(1)');
    await client.query(`begin; set local lock_timeout = '1ms'; lock table tb_post`);
  });
  await expect(failing).rejects.toMatchObject({
    code: '55P03',
    detail: expect.stringMatching(
      /^The lock is held by pid \d+ \(role specql_owner, idle in transaction\)\.$/,
    ) as unknown,
    hint: 'Run it again when that transaction has ended, or wait longer: --lock-timeout.',
  });
});

test('an interrupt cancels the statement, so that writers do not wait behind it', async ({ db }) => {
  const { outcome } = await blocked(db, '--lock-timeout', '600');
  expect(interrupt()).toBe(true);
  const { exitCode, stderr } = await outcome;
  expect(exitCode).toBe(2);
  expect(stderr).toContain('error: interrupted; the statement was cancelled on the server');
  expect(await waiting(db)).toBe(0);
  expect((await db.sql.query('select from app.audited_table')).rowCount).toBe(0);
});

test('an interrupt cancels any command, also where the role may log in only once', async ({ db }) => {
  const role = await db.createRole('administrator', 'connection limit 1');
  await db.sql.query(`select app.grant_administrator('${role}'), app.create_consumer('c1')`);
  const holder = await db.connect();
  await holder.query('begin; select from app.consumer for update; select from app.consumer_shard for update');
  const url = Object.assign(new URL(db.url), { username: role }).href;
  const outcome = commandLine(['seek', 'c1', 'earliest', '--database-url', url]);
  await until(async () => (await waiting(db)) === 1);
  expect(interrupt()).toBe(true);
  expect((await outcome).stderr).toContain('error: interrupted; the statement was cancelled on the server');
  expect(await waiting(db)).toBe(0);
});
