import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

test.for<[string, string]>([
  ['a table', 'create table app.mutation (mutation_id uuid)'],
  ['a view', 'create view app.v_my_access as select 1'],
  ['a function', "create function app.uuidv7() returns uuid language sql as 'select null::uuid'"],
  ['a type', 'create type app.change as (x integer)'],
  ['a sequence', 'create sequence app.outbox_event_id_seq'],
])('%s made by somebody before is not taken over: nothing is installed', async ([, statement], { emptyDb }) => {
  const role = await emptyDb.createRole('early');
  await emptyDb.sql.query(`create schema app; grant all on schema app to ${role}`);
  await (await emptyDb.connect(role)).query(statement);
  await expect(emptyDb.sql.query('create extension specql_cdc')).rejects.toThrow(/already exists/);
  expect(await column(emptyDb.sql, "select count(*)::int from pg_extension where extname = 'specql_cdc'")).toEqual([0]);
  expect(await column(emptyDb.sql, "select count(*)::int from pg_class where relname = 'outbox'")).toEqual([0]);
});

// One with defaults makes the call ambiguous, which is an error and no trap.
test('overloads made by somebody before are not called', async ({ emptyDb }) => {
  const role = await emptyDb.createRole('early');
  await emptyDb.sql.query(`create schema app; grant all on schema app to ${role}`);
  const early = await emptyDb.connect(role);
  const overloads = ['context_text(varchar)', 'context_uuid(varchar)', 'require_value(varchar, varchar)'];
  for (const [i, overload] of overloads.entries()) {
    await early.query(
      `create function app.${overload} returns uuid language plpgsql as $$ begin raise exception 'overload ${String(i)}'; end $$`,
    );
  }
  await emptyDb.sql.query(`
    create extension specql_cdc;
    create table public.tb_post (id uuid primary key default gen_random_uuid());
    select app.enable_audit_cascade('public.tb_post');
    begin;
    select app.begin_mutation('m');
    insert into public.tb_post default values;
    select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}');
    select app.end_mutation();
    commit`);
  expect(await column(emptyDb.sql, 'select count(*)::int from app.audit_post')).toEqual([1]);
});

test('what somebody has in schema app beside the extension is not granted by it', async ({ db }) => {
  const reader = await db.createRole('reader');
  await db.sql.query(`
    create table app.salary (amount integer);
    create function app.begin_mutation(integer) returns integer language sql as 'select 1';
    revoke all on function app.begin_mutation(integer) from public;
    select app.grant_reader('${reader}'), app.grant_writer('${reader}'), app.grant_administrator('${reader}')`);
  expect(await column(db.sql, `select has_table_privilege('${reader}', 'app.salary', 'select')`)).toEqual([false]);
  expect(
    await column(db.sql, `select has_function_privilege('${reader}', 'app.begin_mutation(integer)', 'execute')`),
  ).toEqual([false]);
});
