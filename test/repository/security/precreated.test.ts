import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const named = [
  'create table app.mutation (mutation_id uuid)',
  'create view app.v_my_access as select 1',
  "create function app.uuidv7() returns uuid language sql as 'select null::uuid'",
  'create function app.context_text(varchar) returns uuid language sql return null::uuid',
  'create type app.change as (x integer)',
  'create sequence app.outbox_event_id_seq',
  'create table app.own (x integer); create index idx_mutation_ended_at on app.own (x)',
];

test('what has names of the extension is refused by name, all at once, and nothing is made', async ({ emptyDb }) => {
  await emptyDb.sql.query(`create schema app; ${named.join('; ')}`);
  const before = await column(
    emptyDb.sql,
    "select count(*)::int from pg_class where relnamespace = 'app'::regnamespace",
  );
  await expect(emptyDb.sql.query('create extension specql_cdc')).rejects.toMatchObject({
    code: '42710',
    message: 'schema app has objects with names of the extension',
    detail:
      'They are: function app.context_text(character varying), function app.uuidv7(), index app.idx_mutation_ended_at, ' +
      'sequence app.outbox_event_id_seq, table app.mutation, type app.change, view app.v_my_access.',
  });
  expect(await column(emptyDb.sql, "select count(*)::int from pg_extension where extname = 'specql_cdc'")).toEqual([0]);
  expect(
    await column(emptyDb.sql, "select count(*)::int from pg_class where relnamespace = 'app'::regnamespace"),
  ).toEqual(before);
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
