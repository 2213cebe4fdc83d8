import { expect, test } from 'vitest';
import { commented } from '../../../build/lint/commented.js';
import { findings } from './findings.js';

const objects: [created: string, named: string][] = [
  ['create table app.t (id uuid)', 'table app.t'],
  ['create view app.v as select 1', 'view app.v'],
  ['create type app.c as (id uuid)', 'type app.c'],
  ["create type app.e as enum ('a')", 'type app.e'],
  ['create domain app.d as text', 'domain app.d'],
  [
    "create function app.f(p_a integer, p_b text[] default null) returns int language sql as 'select 1'",
    'function app.f(int4, text[])',
  ],
  ["create procedure app.p(p_a uuid) language sql as 'select 1'", 'procedure app.p(uuid)'],
];

test.each(objects)('finds "%s" without a comment', async (created, named) => {
  expect(await findings(commented, `${created};`)).toEqual([`1: no comment: add "comment on ${named} is '...';"`]);
});

test.each(objects)('accepts "%s" with one', async (created, named) => {
  expect(await findings(commented, `${created};\ncomment on ${named} is 'What it is for.';`)).toEqual([]);
});

test('a comment of another kind, or an empty one, does not count', async () => {
  const sql = `create table app.t (id uuid); comment on view app.t is 'x'; comment on table app.t is '';`;
  expect(await findings(commented, sql)).toHaveLength(1);
});

test('a partition is explained by its parent', async () => {
  expect(await findings(commented, 'create table app.t1 partition of app.t for values in (1);')).toEqual([]);
});
