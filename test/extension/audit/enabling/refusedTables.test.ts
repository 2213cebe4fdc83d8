import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { state } from './state.js';

/** What cannot be audited, how a superuser made it, and the error. */
const objects: [what: string, make: string, code: string, message: string, hint: string][] = [
  ['null', '', '22004', 'p_table is missing', 'Pass a value for p_table'],
  [`'99999'`, '', '42P01', 'p_table names no table: 99999', 'existing table'],
  [
    `'a_view'`,
    'create view a_view as select 1',
    '42809',
    'p_table public.a_view is a view and cannot be audited',
    'tables behind it',
  ],
  [
    `'stored'`,
    'create materialized view stored as select 1',
    '42809',
    'p_table public.stored is a materialized view and cannot be audited',
    'tables behind it',
  ],
  [
    `'away'`,
    `create extension postgres_fdw; create server other foreign data wrapper postgres_fdw; create foreign table away (id integer) server other`,
    '42809',
    'p_table public.away is a foreign table',
    'tables behind it',
  ],
  [`'numbers'`, 'create sequence numbers', '42809', 'p_table public.numbers is a sequence', 'tables behind it'],
  [`'tb_item_pkey'`, '', '42809', 'p_table public.tb_item_pkey is an index', 'tables behind it'],
  [`'pair'`, 'create type pair as (id integer)', '42809', 'p_table public.pair is no table', 'tables behind it'],
  [
    `'part'`,
    'create table whole (id integer) partition by list (id); create table part partition of whole default',
    '42809',
    'p_table public.part is a partition',
    `select app.enable_audit_cascade('public.whole')`,
  ],
  [`'pg_class'`, '', '42501', 'p_table pg_class belongs to the system', 'tables of your own'],
  [`'information_schema.sql_features'`, '', '42501', 'belongs to the system', 'tables of your own'],
  [`'information_schema.tables'`, '', '42809', 'is a view', 'tables behind it'],
  [`(select reltoastrelid from pg_class where relname = 'pg_proc')`, '', '42809', 'is no table', 'tables behind it'],
  [
    `'app.mutation'`,
    '',
    '42501',
    'p_table app.mutation belongs to the system or to an extension',
    'tables of your own',
  ],
  [`'app.audited_table'`, '', '42501', 'to an extension', 'tables of your own'],
  [`'app.outbox'`, '', '42501', 'to an extension', 'tables of your own'],
  [
    `'member'`,
    'create extension file_fdw; create table member (id integer); alter extension file_fdw add table member',
    '42501',
    'to an extension',
    'tables of your own',
  ],
  [`'app.audit_item'`, '', '42501', 'p_table app.audit_item is an audit table itself', 'history it holds'],
  [
    `'foreign_owned'`,
    'create table foreign_owned (id integer)',
    '42501',
    'p_table public.foreign_owned is not yours',
    'Its owner, postgres',
  ],
];

test('what is no table of your own is refused, and nothing changes', async ({ db }) => {
  await db.sql.query(
    `create table public.tb_item (id integer primary key); select app.enable_audit_cascade('tb_item')`,
  );
  await db.asAdmin(`set search_path = public; ${objects.map(([, make]) => make).join(';')}`);
  const before = await state(db.sql);
  for (const [what, , code, message, hint] of objects) {
    await expect(db.sql.query(`select app.enable_audit_cascade(${what})`), what).rejects.toMatchObject({
      code,
      message: expect.stringContaining(message) as string,
      hint: expect.stringContaining(hint) as string,
    });
    expect(await state(db.sql), what).toEqual(before);
  }
});

test('a temporary table is refused, and nothing changes', async ({ db }) => {
  await db.sql.query('create temporary table x (id integer primary key)');
  const before = await state(db.sql);
  await expect(db.sql.query(`select app.enable_audit_cascade('x')`)).rejects.toMatchObject({
    code: '42809',
    message: expect.stringContaining('p_table x is a temporary table') as string,
    hint: expect.stringContaining('permanent table') as string,
  });
  expect(await state(db.sql)).toEqual(before);
});

test('a name that no table has is refused by PostgreSQL', async ({ db }) => {
  await expect(db.sql.query(`select app.enable_audit_cascade('nowhere')`)).rejects.toMatchObject({ code: '42P01' });
});

test('disabling what is not audited is refused', async ({ db }) => {
  await db.sql.query('create table public.other (id integer primary key)');
  for (const table of [`'other'`, `'pg_class'`, `'99999'`, 'null']) {
    await expect(db.sql.query(`select app.disable_audit_cascade(${table}, true)`), table).rejects.toMatchObject({
      code: '42704',
      message: expect.stringMatching(/^p_table .* is not audited$/) as string,
      hint: expect.stringContaining('app.v_audited_tables') as string,
    });
  }
});

test('who administers auditing can neither enable nor disable it on a table of another owner', async ({ db }) => {
  const administrator = await db.createRole('administrator');
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    create table public.tb_other (id integer primary key);
    grant all on tb_item, tb_other to ${administrator};
    select app.grant_administrator('${administrator}'), app.enable_audit_cascade('tb_item')`);
  const other = await db.connect(administrator);
  const before = await state(db.sql);
  for (const call of [
    `enable_audit_cascade('tb_other')`,
    `enable_audit_cascade('tb_item')`,
    `disable_audit_cascade('tb_item')`,
    `disable_audit_cascade('tb_item', true)`,
  ]) {
    await expect(other.query(`select app.${call}`), call).rejects.toMatchObject({
      code: '42501',
      message: expect.stringMatching(/^p_table .* is not yours$/) as string,
      hint: expect.stringContaining('specql_owner') as string,
    });
  }
  expect(await state(db.sql)).toEqual(before);
});
