import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

test('a table is told as it was after each change', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('public.tb_item')`);
  const states: string[][] = [];
  const times: unknown[] = [];
  for (const change of [
    `insert into tb_item values (1, 'a'), (2, 'b')`,
    `update tb_item set v = 'c' where id = 2`,
    `update tb_item set id = id + 10`,
    `delete from tb_item where id = 11`,
    `truncate tb_item`,
    `insert into tb_item values (1, 'again')`,
  ]) {
    await sql.query(change);
    states.push((await column(sql, 'select to_jsonb(t)::text from tb_item t order by 1')) as string[]);
    times.push(await value(sql, 'select clock_timestamp()::text'));
  }
  for (const [index, time] of times.entries()) {
    const told = await column(sql, `select i::text from app.get_table_as_of('tb_item', $1) i order by 1`, [time]);
    expect(told).toEqual(states[index]);
  }
  expect(await column(sql, `select app.get_table_as_of('tb_item', '-infinity')`)).toEqual([]);
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
});

test('one row is told by its id, whatever the key is', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_line (order_id integer, line integer, v text, primary key (order_id, line));
    select app.enable_audit_cascade('public.tb_line');
    insert into tb_line values (1, 1, 'a'), (1, 2, 'b');
    create table public.moment as select clock_timestamp() as at;
    update tb_line set v = 'c' where line = 1;
    delete from tb_line where line = 2`);
  const entity = `select app.get_entity_as_of('tb_line', $1)->>'v'`;
  const before = `select app.get_entity_as_of('tb_line', $1, at)->>'v' from moment`;
  expect(await value(sql, before, ['{"line": 1, "order_id": 1}'])).toBe('a');
  expect(await value(sql, before, ['{"line": 2, "order_id": 1}'])).toBe('b');
  expect(await value(sql, entity, ['{"line": 1, "order_id": 1}'])).toBe('c');
  expect(await value(sql, entity, ['{"line": 2, "order_id": 1}'])).toBeNull();
  expect(await value(sql, entity, ['{"line": 9, "order_id": 9}'])).toBeNull();
});

test('equal rows of a table without a key are told as often as they are there', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_log (v text, n numeric);
    select app.enable_audit_cascade('public.tb_log');
    insert into tb_log select 'a', 1.0 from generate_series(1, 3);
    insert into tb_log values ('a', 1.00), ('b', null);
    delete from tb_log where ctid = (select ctid from tb_log where n::text = '1.0' limit 1);
    update tb_log set v = 'c' where v = 'b'`);
  expect(await unaccounted(sql, 'tb_log')).toEqual([]);
  expect(await value(sql, `select count(*)::integer from app.get_table_as_of('tb_log')`)).toBe(4);
});

test('a deferrable key that passes through duplicates is replayed exactly', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_place (id integer primary key deferrable, v text);
    select app.enable_audit_cascade('public.tb_place');
    insert into tb_place select i, 'v' || i from generate_series(1, 5) i;
    update tb_place set id = id + 1`);
  expect(await unaccounted(sql, 'tb_place')).toEqual([]);
});

test('values of every kind come back to the digit, across sessions that display them otherwise', async ({ db }) => {
  await db.sql.query(String.raw`
    create type public.mood as enum ('sad', 'happy');
    create domain public.percent as numeric(5, 2) check (value between 0 and 100);
    create type public.pair as (a integer, b text);
    create table public."Tb Kinds" (
      "Id" uuid primary key default gen_random_uuid(), "big" bigint, f8 double precision, f4 real, n numeric, p public.percent,
      c character(5), vc varchar(9), "t""x" text, b boolean, d date, ts timestamp, tz timestamptz, tt time, ttz timetz, iv interval,
      by bytea, j json, jb jsonb, ar integer[], ar2 text[][], m public.mood, ip inet, mac macaddr, r int4range, mr datemultirange,
      bits bit varying(8), pt point, pr public.pair, tsv tsvector, x xml, o oid, g bigint generated always as ("big" + 1) stored);
    select app.enable_audit_cascade('public."Tb Kinds"', p_entity => 'kind');
    insert into "Tb Kinds" values (default, 9007199254740993, 0.1, 'NaN', '1.10', 99.5, 'ab', 'x', E'quote '' " \\ \n ☃', true,
      '2024-02-29', '2024-02-29 12:34:56.789012', '2024-02-29 12:34:56.789012+09', '23:59:59.999999', '12:00+05:30', '1 mon -2 days 03:04:05.6',
      '\xdeadbeef', '{"a": [1.50], "b": 1}', '{"n": 1.50, "deep": {"null": null}}', '{1,null,3}', '{{a,b},{c,d}}', 'happy', '10.0.0.0/8',
      '08:00:2b:01:02:03', '[1,5)', '{[2024-01-01,2024-01-03)}', B'1011', '(1.5,-2)', '(7,"x,y")', 'a:1 b:2', '<a>1</a>', 42);
    insert into "Tb Kinds" (f8, n, d, ts, tz, iv) values ('-Infinity', 'NaN', 'infinity', '-infinity', '4713-01-01 00:00:00 BC', '-1 year');
    insert into "Tb Kinds" default values`);
  const abroad = await db.connect();
  await abroad.query(`
    set timezone = 'America/St_Johns'; set intervalstyle = 'iso_8601'; set datestyle = 'German'; set bytea_output = 'escape';
    update "Tb Kinds" set vc = 'abroad', n = n * 1.00, iv = iv * 2`);
  expect(await unaccounted(db.sql, '"Tb Kinds"')).toEqual([]);
  expect(await unaccounted(abroad, '"Tb Kinds"')).toEqual([]);
});

test('an image does not depend on the time zone of the session that wrote it', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_log (at timestamptz, lasts interval);
    select app.enable_audit_cascade('public.tb_log');
    set timezone = 'Asia/Tokyo';
    insert into tb_log values ('2024-01-01 00:00+00', '1 day 2 hours');
    set timezone = 'America/New_York'; set intervalstyle = 'iso_8601';
    delete from tb_log`);
  expect(await column(sql, `select app.get_table_as_of('tb_log')`)).toEqual([]);
  const images = await rows(sql, 'select distinct coalesce(old_values, new_values) as image from app.audit_log');
  expect(images).toEqual([{ image: { at: '2024-01-01T00:00:00+00:00', lasts: '1 day 02:00:00' } }]);
});

test('rows that triggers of their own change again are told as they ended', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_node (id integer primary key, parent integer references public.tb_node on update cascade, path text);
    create function public.set_path() returns trigger language plpgsql as
      'begin update public.tb_node set path = concat_ws(''.'', parent, id) where id = new.id; return null; end';
    create trigger set_path after insert on public.tb_node for each row execute function public.set_path();
    select app.enable_audit_cascade('public.tb_node');
    insert into tb_node values (1, 1, null), (2, 1, null);
    update tb_node set id = 10 where id = 1`);
  expect(await column(sql, 'select path from tb_node order by id')).toEqual(['1.2', '1.1']);
  expect(await unaccounted(sql, 'tb_node')).toEqual([]);
});

test('the embedded form is replayed too', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create table app.audit_item (audit_id uuid primary key default gen_random_uuid(), entity_id integer not null, operation_type text not null,
      old_values jsonb not null, new_values jsonb not null, transaction_id bigint,
      changed_at timestamptz not null default clock_timestamp());
    select app.enable_audit_cascade('public.tb_item', p_storage => 'embedded');
    begin;
    select app.begin_mutation('work');
    insert into tb_item values (1, 'a'), (2, 'b'), (3, 'c');
    update tb_item set v = 'x' where id = 1;
    delete from tb_item where id = 2;
    select app.end_mutation();
    commit`);
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
  await sql.query('truncate tb_item');
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
});

test('columns that are added, renamed or dropped later do not disturb the replay by key', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text, w text);
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item values (1, 'a', 'x'), (2, 'b', 'y'), (3, 'c', 'z');
    alter table tb_item add column n integer;
    alter table tb_item drop column w;
    update tb_item set n = 5 where id = 1;
    delete from tb_item where id = 2`);
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
});

test('changes to ignored columns leave the rest exact', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text, seen integer default 0);
    create table public.tb_log (v text, seen integer default 0);
    select app.enable_audit_cascade('public.tb_item', p_ignore => '{seen}'), app.enable_audit_cascade('public.tb_log', p_ignore => '{seen}');
    insert into tb_item values (1, 'a'), (2, 'b');
    insert into tb_log values ('a'), ('b');
    update tb_item set seen = 1;
    update tb_log set seen = 1;
    update tb_item set v = 'c' where id = 1;
    delete from tb_log where v = 'a'`);
  expect(await column(sql, `select i ->> 'v' from app.get_table_as_of('tb_item') i order by 1`)).toEqual(['b', 'c']);
  expect(await column(sql, `select i::text from app.get_table_as_of('tb_log') i`)).toEqual(['{"v": "b"}']);
});

test.for([
  ['null', `select app.get_table_as_of(null)`, '42704'],
  ['a table that is not audited', `select app.get_table_as_of('pg_class')`, '42704'],
  ['a null time', `select app.get_table_as_of('tb_log', null)`, '22004'],
  ['a row of a table without a key', `select app.get_entity_as_of('tb_log', '1')`, '22023'],
  ['a null id', `select app.get_entity_as_of('tb_item', null)`, '22004'],
  ['an id of another type', `select app.get_entity_as_of('tb_item', 'x')`, '22P02'],
])('%s is refused', async ([, query = '', code], { db: { sql } }) => {
  await sql.query(`
    create table public.tb_log (v text);
    create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('public.tb_log'), app.enable_audit_cascade('public.tb_item')`);
  await expect(sql.query(query)).rejects.toMatchObject({ code });
});

test('rows of a table without a key that left and never came are an error, until a baseline', async ({
  db: { sql },
}) => {
  await sql.query(`
    create table public.tb_log (v text);
    insert into tb_log values ('old'), ('older');
    select app.enable_audit_cascade('public.tb_log');
    delete from tb_log where v = 'old'`);
  await expect(sql.query(`select app.get_table_as_of('tb_log')`)).rejects.toMatchObject({
    code: '55000',
    detail: expect.stringContaining('{"v": "old"}') as unknown,
    hint: expect.stringContaining('app.write_audit_baseline') as unknown,
  });
  expect(await value(sql, `select app.write_audit_baseline('tb_log')::integer`)).toBe(2);
  expect(await unaccounted(sql, 'tb_log')).toEqual([]);
});
