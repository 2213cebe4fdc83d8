import { expect, test } from 'vitest';
import { noReplace } from '../../../build/lint/noReplace.js';
import { findings } from './findings.js';

test.each([
  "create or replace function app.f() returns int language sql as 'select 1';",
  'create or replace view app.v as select 1;',
  'create or replace trigger t after insert on app.t for each row execute function app.f();',
])('finds OR REPLACE in "%s"', async (sql) => {
  expect(await findings(noReplace, sql)).toEqual(['1: OR REPLACE in an install script: write plain CREATE']);
});

test.each([
  'create table if not exists app.t (id uuid);',
  'create index if not exists i on app.t (id);',
  'create sequence if not exists app.s;',
])('finds IF NOT EXISTS in "%s"', async (sql) => {
  expect(await findings(noReplace, sql)).toEqual(['1: IF NOT EXISTS in an install script: write plain CREATE']);
});

test('DDL that a function generates at run time may say either', async () => {
  const sql = `create function app.f() returns void language plpgsql as
    $$ begin execute 'create or replace view v as select 1'; create table if not exists t(); end $$;`;
  expect(await findings(noReplace, sql)).toEqual([]);
});
