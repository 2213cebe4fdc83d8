import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../../harness/query.js';
import { failure, postCreated, write } from '../../../harness/events.js';
import { until } from '../../../harness/until.js';
import { test } from '../generated.js';

/** What the slot would stream, as messages of pgoutput. */
const stream = (name: string) =>
  `select get_byte(data, 0) as kind, data from pg_logical_slot_get_binary_changes('${name}', null, null,
    'proto_version', '1', 'publication_names', '${name}', 'messages', 'true')`;

test('the generated SQL makes role, publication and slot, and can be run again', async ({ generated, server }) => {
  const { db, name } = generated;
  await generated.prepareDatabase();
  await generated.prepareDatabase();
  expect(
    await rows(
      db.sql,
      'select rolcanlogin, rolreplication, rolsuper, rolcreatedb, rolcreaterole, rolbypassrls from pg_roles where rolname = $1',
      [name],
    ),
  ).toEqual([
    {
      rolcanlogin: true,
      rolreplication: true,
      rolsuper: false,
      rolcreatedb: false,
      rolcreaterole: false,
      rolbypassrls: false,
    },
  ]);
  expect(
    await rows(
      db.sql,
      `select pubinsert, pubupdate or pubdelete or pubtruncate as more, pubviaroot, array(select schemaname || '.' || tablename from pg_publication_tables t
         where t.pubname = p.pubname) as tables
       from pg_publication p where pubname = $1`,
      [name],
    ),
  ).toEqual([{ pubinsert: true, more: false, pubviaroot: true, tables: ['app.outbox'] }]);
  const slot = `select plugin, database, to_jsonb(s) -> 'failover' as failover from pg_replication_slots s where slot_name = $1`;
  expect(await rows(db.sql, slot, [name])).toEqual([
    { plugin: 'pgoutput', database: name, failover: server.major >= 17 ? true : null },
  ]);
});

test('the role reads no table of ours, and may send its heartbeat', async ({ generated }) => {
  const { db, name, config } = generated;
  await generated.prepareDatabase();
  const sql = await db.connect(name);
  for (const table of ['app.outbox', 'app.mutation_events', 'app.consumer'])
    expect(await failure(sql.query(`select from ${table}`))).toMatchObject({ code: '42501' });
  await sql.query('set synchronous_commit = on');
  await sql.query(config['heartbeat.action.query'] ?? '');
  const { rows: messages } = await db.asAdmin(stream(name));
  expect((messages as { data: Buffer }[]).some(({ data }) => data.includes('specql_heartbeat'))).toBe(true);
});

test('inserts stream under the name of the log; nothing else does', async ({ generated }) => {
  const { db, name } = generated;
  await generated.prepareDatabase();
  await write(db.sql, postCreated);
  await db.sql.query('set synchronous_commit = on');
  await db.sql.query('update app.outbox set retry_count = 1; delete from app.outbox; truncate app.outbox_s0');
  const { rows: messages } = await db.asAdmin(stream(name));
  const kinds = (messages as { kind: number }[]).map(({ kind }) => String.fromCharCode(kind));
  // Begin, relation, insert, commit.
  expect(kinds.join('')).toMatch(/^BR+IC/);
  expect(kinds.join('')).not.toMatch(/[UDT]|I.*I/);
  expect((messages as { data: Buffer }[]).some(({ data }) => data.includes('app\0outbox\0'))).toBe(true);
});

test('makes the slot while tables are altered', async ({ generated }) => {
  const { db } = generated;
  const [one, other] = [await db.connect(), await db.connect()];
  await one.query('create table public.one (a integer)');
  await one.query('create table public.other (a integer)');
  await one.query('begin; alter table public.one add b integer');
  const prepared = generated.prepareDatabase();
  const blocks = async (session: pg.Client) => {
    const pid = await value(session, 'select pg_backend_pid()');
    const blocked = 'select exists (select from pg_stat_activity where $1::integer = any (pg_blocking_pids(pid)))';
    await until(async () => (await value(db.sql, blocked, [pid])) === true);
  };
  await blocks(one);
  await other.query('begin; alter table public.other add b integer');
  await one.query('commit');
  await blocks(other);
  await one.query('alter table public.one add c integer');
  await other.query('commit');
  await prepared;
  expect(await value(db.sql, 'select count(*)::int from pg_replication_slots where slot_name = $1', [db.name])).toBe(1);
});
