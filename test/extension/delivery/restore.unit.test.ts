import { existsSync } from 'node:fs';
import { appendFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { until } from '../../harness/until.js';
import { serverAccount } from '../../../build/server/account.js';
import { createTestDatabase, type TestDatabase } from '../../../build/server/databases.js';
import type { PostgresServer } from '../../../build/server/server.js';
import { startServer } from '../../../build/server/start.js';
import { binaries, haveClientTools, run } from '../../harness/clientTools.js';
import { ack, create, drain, fetch, numbers, write, writeMany } from '../../harness/delivery.js';

let old: PostgresServer;
let fresh: PostgresServer;
let source: TestDatabase;
let folder: string;

beforeAll(async () => {
  if (!haveClientTools) return;
  folder = await mkdtemp(path.join(os.tmpdir(), 'specql_cdc-restore-'));
  old = await startServer({ major: 15, provider: 'embedded' });
  source = await createTestDatabase(old);
  fresh = await startServer({ major: 15, provider: 'embedded' });
});
afterAll(async () => {
  if (!haveClientTools) return;
  await Promise.all([old.stop(), fresh.stop()]);
  await rm(folder, { recursive: true });
});

/** Uses up transaction ids, so that none of the old cluster's means anything in a fresh one. */
async function useTransactionIds(sql: pg.ClientBase): Promise<void> {
  await sql.query(`do $$ begin for n in 1..20000 loop perform txid_current(); commit; end loop; end $$`);
}

test.skipIf(!haveClientTools)(
  'consumers go on where they were after a dump and restore into a fresh cluster',
  async () => {
    const sql = await source.connect();
    const open = await source.connect();
    await useTransactionIds(sql);
    for (const consumer of ['behind', 'done', 'leased']) await create(sql, consumer);
    await open.query('begin');
    await write(open, 0, 9);
    await writeMany(sql, 20, 20);
    await ack(sql, 'behind', await fetch(sql, 'behind', { limit: 5 }));
    await drain(sql, 'done');
    await ack(sql, 'leased', await fetch(sql, 'leased', { limit: 3 }));
    const leased = await fetch(sql, 'leased', { limit: 4 });
    // In the log at the time of the dump, but committed after all positions were taken.
    await open.query('commit');
    await create(sql, 'new');

    const file = path.join(folder, 'dump');
    await run('pg_dump', old, ['--format', 'custom', '--file', file, source.name]);
    const admin = new pg.Client(fresh.adminUrl());
    await admin.connect();
    await admin.query('create role specql_owner login');
    await admin.query('create database restored');
    await run('pg_restore', fresh, ['--exit-on-error', '--dbname', 'restored', file]);
    const [{ old_id }] = (await rows(sql, 'select txid_current()::int as old_id')) as [{ old_id: number }];
    const [{ new_id }] = (await rows(admin, 'select txid_current()::int as new_id')) as [{ new_id: number }];
    expect(new_id).toBeLessThan(old_id);
    await admin.end();

    const restored = new pg.Client(fresh.adminUrl('restored'));
    const other = new pg.Client(fresh.adminUrl('restored'));
    await Promise.all([restored.connect(), other.connect()]);
    try {
      await other.query('begin');
      await write(other, 100, 1);
      await write(restored, 101, 2);
      expect(await column(restored, 'select event_payload from app.outbox where event_id > 21')).toEqual([{ n: 101 }]);
      // It has to wait for who has written, and says so.
      await expect(fetch(restored, 'done')).rejects.toMatchObject({ code: '55P03' });
      await other.query('commit');

      expect(numbers(await drain(restored, 'done')).sort(byNumber)).toEqual([0, 100, 101]);
      expect(numbers(await drain(restored, 'behind', 4)).sort(byNumber)).toEqual([0, ...range(6, 20), 100, 101]);
      expect(await ack(restored, 'leased', leased)).toBe('acknowledged');
      expect(numbers(await drain(restored, 'leased')).sort(byNumber)).toEqual([0, ...range(8, 20), 100, 101]);
      expect(numbers(await drain(restored, 'new')).sort(byNumber)).toEqual([...range(0, 20), 100, 101]);
      expect(await column(restored, 'select cluster_epoch from app.adopt_cluster()')).toEqual([2, 1]);

      await other.query('begin');
      await write(other, 200, 1);
      await write(restored, 201, 2);
      for (const consumer of ['behind', 'done', 'leased', 'new'])
        expect(numbers(await drain(restored, consumer))).toEqual([201]);
      await other.query('commit');
      for (const consumer of ['behind', 'done', 'leased', 'new'])
        expect(numbers(await drain(restored, consumer))).toEqual([200]);
    } finally {
      await Promise.all([restored.end(), other.end()]);
    }
  },
);

test.skipIf(!haveClientTools)('a dump is restored by several jobs at once, and consumers go on', async () => {
  const database = await createTestDatabase(old);
  const sql = await database.connect();
  for (const consumer of ['one', 'two', 'three']) await create(sql, consumer, { shards: 3 });
  await writeMany(sql, 6, 3);
  await drain(sql, 'one');
  const file = path.join(folder, 'jobs');
  await run('pg_dump', old, ['--format', 'directory', '--jobs', '4', '--file', file, database.name]);
  await restoreInto(fresh, 'jobs', ['--jobs', '4', file]);
  await within(fresh, 'jobs', async (restored) => {
    // Their rows come in any order.
    const references = `select conname from pg_constraint where contype = 'f' and connamespace = 'app'::regnamespace`;
    expect(await column(restored, references)).toEqual([]);
    await restored.query('select * from app.maintain()');
    expect(await column(restored, `select detail from app.health_check() where status <> 'ok'`)).toEqual([]);
    await write(restored, 7);
    expect(numbers(await drain(restored, 'one'))).toEqual([7]);
    expect(numbers(await drain(restored, 'two')).sort(byNumber)).toEqual(range(1, 7));
  });
});

test.skipIf(!haveClientTools)(
  'a clone of the cluster that is refreshed by a dump delivers what was written since',
  async () => {
    const database = await createTestDatabase(old);
    const before = await database.connect();
    await create(before, 'mailer');
    await write(before, 1);
    await drain(before, 'mailer');
    await database.asAdmin('checkpoint');
    await cloneFiles(old, fresh);

    const sql = await database.connect();
    await useTransactionIds(sql);
    await write(sql, 2);
    await drain(sql, 'mailer');
    await write(sql, 3);
    const file = path.join(folder, 'clone.dump');
    await run('pg_dump', old, ['--format', 'custom', '--file', file, database.name]);
    await restoreInto(fresh, database.name, [file]);
    const identity = 'select system_identifier, txid_current() as id from pg_control_system()';
    const [here] = await rows(sql, identity);
    await within(fresh, database.name, async (restored) => {
      const [there] = await rows(restored, identity);
      expect(there?.system_identifier).toBe(here?.system_identifier);
      expect(Number(there?.id)).toBeLessThan(Number(here?.id) - 10_000);
      await write(restored, 4);
      expect(numbers(await drain(restored, 'mailer'))).toEqual([3, 4]);
      expect(await column(restored, 'select cluster_epoch from app.adopt_cluster()')).toEqual([2, 1]);
    });
  },
);

test.skipIf(!haveClientTools)(
  'consumers go on where they were after a failover, and are read on the standby',
  async () => {
    const database = await createTestDatabase(old);
    const first = await database.connect();
    await first.query(
      `create table public.tb_post (id integer primary key); select app.enable_audit_cascade('public.tb_post')`,
    );
    await create(first, 'mailer');
    await database.asAdmin('checkpoint');
    await cloneFiles(old, fresh, {
      'standby.signal': '',
      'postgresql.auto.conf': `primary_conninfo = 'host=${old.host} port=${String(old.port)} user=postgres'`,
    });
    const sql = await database.connect();
    await sql.query('insert into public.tb_post values (1)');
    await writeMany(sql, 3);
    await ack(sql, 'mailer', await fetch(sql, 'mailer', { limit: 1 }));
    await sql.query(`set synchronous_commit = on; select app.set_retention('outbox', '7 days')`);
    const written = await value(sql, 'select pg_current_wal_lsn()');
    await within(fresh, database.name, async (standby) => {
      await until(async () => (await value(standby, 'select pg_last_wal_replay_lsn() >= $1', [written])) === true);
      const image = `select r from app.get_table_as_of('public.tb_post', clock_timestamp()) r`;
      expect(await column(standby, image)).toHaveLength(1);
      expect(await column(standby, 'select events_behind from app.v_consumer_lag')).toEqual(['2']);
      const found = `select "check" from app.health_check() where status = 'error'`;
      expect(await column(standby, found)).toEqual([]);
      await expect(fetch(standby, 'mailer')).rejects.toMatchObject({ code: '25006' });

      await old.kill('SIGKILL');
      await standby.query('select pg_promote()');
      await write(standby, 4);
      expect(numbers(await drain(standby, 'mailer'))).toEqual([2, 3, 4]);
      expect(await column(standby, 'select cluster_epoch from app.adopt_cluster()')).toEqual([1, 1]);
    });
    await old.restart();
  },
);

// In the Debian package of the server, not of the client.
const havePgUpgrade = existsSync(path.join(binaries, 'pg_upgrade'));

test.skipIf(!haveClientTools || !havePgUpgrade)('consumers go on where they were after pg_upgrade', async () => {
  const database = await createTestDatabase(old);
  const before = await database.connect();
  await create(before, 'mailer');
  await writeMany(before, 3);
  await ack(before, 'mailer', await fetch(before, 'mailer', { limit: 1 }));
  // Each database takes it seconds.
  const others = `select datname from pg_database where datname ~ '^(test|specql)_' and datname <> current_database()`;
  for (const name of await column(before, others))
    await within(old, 'postgres', (sql) => sql.query(`drop database ${String(name)} with (force)`));
  await upgrade(old);
  await within(old, database.name, async (sql) => {
    await write(sql, 4);
    expect(numbers(await drain(sql, 'mailer'))).toEqual([2, 3, 4]);
    expect(await column(sql, 'select cluster_epoch from app.adopt_cluster()')).toEqual([2, 1]);
    expect(await column(sql, 'select event_id - min(event_id) over () from app.outbox order by 1')).toEqual([
      '0',
      '1',
      '2',
      '3',
    ]);
  });
});

/** Restores into a new database, in the place of one that may be there. */
async function restoreInto(server: PostgresServer, database: string, args: string[]): Promise<void> {
  const admin = new pg.Client(server.adminUrl());
  await admin.connect();
  await admin.query(`drop database if exists ${database}`);
  await admin.query(`create database ${database}`);
  await admin.query(`do $$ begin create role specql_owner login; exception when duplicate_object then null; end $$`);
  await admin.end();
  await run('pg_restore', server, ['--exit-on-error', '--dbname', database, ...args]);
}

/** Works in a database as its administrator. */
async function within(server: PostgresServer, database: string, work: (sql: pg.Client) => Promise<unknown>) {
  const sql = new pg.Client(server.adminUrl(database));
  await sql.connect();
  await work(sql).finally(() => sql.end());
}

/**
 * Puts a copy of the files of one cluster in the place of another's, as a copy of its disk: both have one identifier.
 *
 * @param from - whose files
 * @param to - where they go; its settings stay
 * @param more - files to add, by name
 */
async function cloneFiles(from: PostgresServer, to: PostgresServer, more: Record<string, string> = {}): Promise<void> {
  await Promise.all([from.kill('SIGKILL'), to.kill('SIGKILL')]);
  await replaceFiles(to, from.dataDirectory ?? '');
  for (const [name, text] of Object.entries(more)) await appendFile(path.join(to.dataDirectory ?? '', name), text);
  await Promise.all([from.restart(), to.restart()]);
}

/** Puts a copy of other files in the place of those of a server that is down; its settings stay. */
async function replaceFiles(server: PostgresServer, files: string): Promise<void> {
  const { dataDirectory = '' } = server;
  const settings = path.join(folder, 'postgresql.conf');
  await execa('cp', ['-a', path.join(dataDirectory, 'postgresql.conf'), settings]);
  await execa('rm', ['-r', dataDirectory]);
  await execa('cp', ['-a', files, dataDirectory]);
  await execa('cp', ['-a', settings, path.join(dataDirectory, 'postgresql.conf')]);
  await execa('rm', ['-f', path.join(dataDirectory, 'postmaster.pid')]);
}

/** Upgrades a server by pg_upgrade: to its own major, as only that one has the program here. */
async function upgrade(server: PostgresServer): Promise<void> {
  const { dataDirectory = '' } = server;
  const data = path.join(path.dirname(dataDirectory), 'upgraded');
  const options = { ...(await serverAccount()), cwd: path.dirname(dataDirectory) };
  const program = (name: string, args: string[]) => execa(path.join(binaries, name), args, options);
  await program('pg_ctl', ['stop', '--mode', 'fast', '--pgdata', dataDirectory]);
  await program('initdb', [
    '--pgdata',
    data,
    '--username',
    'postgres',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    '--no-sync',
  ]);
  await program('pg_upgrade', [
    ...['--old-bindir', binaries, '--new-bindir', binaries, '--old-datadir', dataDirectory, '--new-datadir', data],
    ...['--username', 'postgres', '--socketdir', path.dirname(dataDirectory), '--no-sync', '--link'],
  ]);
  await replaceFiles(server, data);
  await server.restart();
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, index) => from + index);
const byNumber = (a: unknown, b: unknown) => Number(a) - Number(b);
