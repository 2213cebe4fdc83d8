import { expect } from 'vitest';
import { column, value } from '../../harness/query.js';
import { endedMutation } from '../../harness/endedMutation.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

const seats = (constraint: string) => `
  create table public.tb_t (id integer primary key, seat integer not null, at int4range not null ${constraint});
  insert into tb_t select i, i, int4range(i * 10, i * 10 + 5) from generate_series(1, 5) i`;

const cases: [name: string, setup: string, change: string][] = [
  [
    'a key of a domain that is NOT NULL',
    `create domain public.code as text not null check (value <> '');
     create table public.tb_t (id public.code primary key, kind public.code, note text); insert into tb_t values ('a', 'x', 'n'), ('b', 'y', 'm')`,
    `delete from tb_t where id = 'a'; update tb_t set note = 'q'; insert into tb_t values ('c', 'z')`,
  ],
  [
    'unique values that were swapped by way of a third',
    seats(', unique (seat)'),
    `update tb_t set seat = 0 where id = 1; update tb_t set seat = 1 where id = 2; update tb_t set seat = 2 where id = 1`,
  ],
  [
    'unique values that moved on by one',
    seats(', unique (seat)'),
    `do $$ begin for i in reverse 5..1 loop update tb_t set seat = seat + 1 where id = i; end loop; end $$`,
  ],
  [
    'unique values that moved back by one in a single statement',
    seats(', unique (seat)'),
    `update tb_t set seat = seat - 1`,
  ],
  [
    'unique values that were swapped in one statement',
    seats(', unique (seat) deferrable'),
    `update tb_t set seat = 6 - seat`,
  ],
  [
    'unique values that were swapped by a row deleted and inserted again',
    seats(', unique (seat)'),
    `delete from tb_t where id = 1; update tb_t set seat = 1 where id = 2; insert into tb_t values (1, 2, '[10,15)')`,
  ],
  [
    'ranges that exclude each other and were swapped',
    seats(', exclude using gist (at with &&)'),
    `update tb_t set at = '[0,1)' where id = 1; update tb_t set at = '[10,15)' where id = 2; update tb_t set at = '[20,25)' where id = 1`,
  ],
  [
    'columns that name objects of the database',
    `create table public.tb_other (a integer); create function public.f(integer) returns integer language sql return 1;
     create table public.tb_t (id regclass primary key, type regtype, f regprocedure, n regnamespace, r regrole, note text);
     insert into tb_t values ('tb_other', 'tb_other', 'f(integer)', 'public', current_user::text::regrole, 'a'), ('pg_class', 'text', null, null, null, 'b')`,
    `update tb_t set note = 'c'; delete from tb_t where type = 'text'::regtype`,
  ],
  [
    'a key of a type of an extension',
    `create extension ltree; create extension citext;
     create table public.tb_t (path ltree, name citext, note text, primary key (path, name));
     insert into tb_t values ('a.b', 'N', 'a'), ('a.c', 'M', 'b')`,
    `update tb_t set note = 'c' where path = 'a.b'; delete from tb_t where path = 'a.c'; insert into tb_t values ('a.d', 'O', 'd')`,
  ],
];

test('a former state that is legal comes back, and so does what followed it', async ({ db: { sql } }) => {
  for (const [name, setup, change] of cases) {
    await sql.query(`drop table if exists tb_t; ${setup}`);
    await sql.query(`select app.enable_audit_cascade('public.tb_t'); select app.write_audit_baseline('tb_t')`);
    const state = () => column(sql, 'select t::text from tb_t t order by 1');
    const before = await state();
    const id = await endedMutation(sql, change);
    const after = await state();
    expect(after, name).not.toEqual(before);
    await sql.query('select app.revert_mutation($1)', [id]);
    expect(await state(), name).toEqual(before);
    expect(await unaccounted(sql, 'tb_t'), name).toEqual([]);
    const revert = await value(sql, `select mutation_id from app.mutation where causation_id = $1`, [id]);
    await sql.query('select app.revert_mutation($1)', [revert]);
    expect(await state(), name).toEqual(after);
    await sql.query(`select app.disable_audit_cascade('tb_t', true)`);
  }
});
