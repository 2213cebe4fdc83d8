import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story, trail } from '../../../harness/trail.js';

/** A column type, its first value and its second. */
const types: [type: string, before: string, after: string][] = [
  ['smallint', '1', '-32768'],
  ['bigint', '9007199254740993', '-9223372036854775808'],
  ['numeric', '1.10', '12345678901234567890.123456789'],
  ['numeric', `'NaN'`, `'Infinity'`],
  ['double precision', `'NaN'`, `'-Infinity'`],
  ['double precision', '0.1', '-0.0'],
  ['real', '1.1', `'Infinity'`],
  ['money', '1.5', '2'],
  ['boolean', 'true', 'null'],
  ['text', `''`, 'null'],
  ['char(5)', `'ab'`, `'abc'`],
  ['varchar(5)', `'a '`, `'a'`],
  ['bytea', String.raw`'\x00ff'`, String.raw`'\x'`],
  ['date', `'infinity'`, `'0044-03-15 BC'`],
  ['timestamp', `'-infinity'`, `'2024-02-29 23:59:59.999999'`],
  ['timestamptz', `'infinity'`, `'294276-01-01'`],
  ['time', `'24:00'`, `'00:00'`],
  ['timetz', `'12:00+02'`, `'12:00-11'`],
  ['interval', `'1 year -2 days 03:04:05.678'`, `'-00:00:01'`],
  ['uuid', `'aaaaaaaa-0000-4000-8000-000000000001'`, 'null'],
  ['json', `'{"a": 1,  "a": 2}'`, `'[]'`],
  ['jsonb', `'{"a": 1}'`, `'null'`],
  ['jsonb', `'{"a": 1.0}'`, `'{"a": 1.00}'`],
  ['xml', `'<a>1</a>'`, `'<a/>'`],
  ['point', `'(1,2)'`, `'(1,3)'`],
  ['circle', `'<(1,2),3>'`, `'<(1,2),4>'`],
  ['int4range', `'[1,5)'`, `'empty'`],
  ['nummultirange', `'{[1,2),(3,4]}'`, `'{}'`],
  ['tsvector', `'a:1 b:2'`, `'c'`],
  ['inet', `'10.0.0.1/8'`, `'::1'`],
  ['macaddr', `'08:00:2b:01:02:03'`, 'null'],
  ['bit(4)', `B'1010'`, `B'0000'`],
  ['varbit', `B'1'`, `B''`],
  ['oid', '1', '4294967295'],
  ['regclass', `'pg_class'`, `'pg_proc'`],
  ['pg_lsn', `'0/1'`, `'FFFFFFFF/FFFFFFFF'`],
  ['text[]', `'{a,NULL,"b c"}'`, `'{}'`],
  ['integer[]', `'[0:1]={1,2}'`, `'{{1,2},{3,4}}'`],
  ['public.mood', `'happy'`, `'sad'`],
  ['public.mood[]', `'{happy}'`, `'{sad,happy}'`],
  ['public.positive', '1', '2'],
];

test('values of every type are in the images, before and after, and a change of any is seen', async ({ db }) => {
  await db.sql.query(`
    create type public.mood as enum ('happy', 'sad');
    create domain public.positive as integer check (value > 0)`);
  for (const [position, [type, before, after]] of types.entries()) {
    const table = `public.tb_t${position}`;
    await db.sql.query(`
      create table ${table} (id integer primary key, v ${type});
      select app.enable_audit_cascade('${table}');
      insert into ${table} values (1, ${before});
      update ${table} set v = ${before};
      update ${table} set v = ${after}`);
    const label = `${type} ${before} > ${after}`;
    expect(await replayed(db.sql, `t${position}`), label).toEqual(await contents(db.sql, table));
    expect(await story(db.sql, `t${position}`), label).toHaveLength(2);
  }
});

test('what no equality operator or a coarse one hides is a change: scale, sign of zero, white space, trailing bytes', async ({
  db,
}) => {
  const same: [type: string, before: string, after: string][] = [
    ['numeric', '1.0', '1.00'],
    ['double precision', `'0'`, `'-0'`],
    ['json', `'{"a":1}'`, `'{"a": 1}'`],
    ['interval', `'1 day'`, `'24 hours'`],
    ['point', `'(1,2)'`, `'(1.0000001,2)'`],
    ['citext', `'a'`, `'A'`],
  ];
  await db.asAdmin('create extension citext schema public');
  for (const [position, [type, before, after]] of same.entries()) {
    const table = `public.tb_t${position}`;
    await db.sql.query(`
      create table ${table} (id integer primary key, v ${type});
      select app.enable_audit_cascade('${table}');
      insert into ${table} values (1, ${before});
      update ${table} set v = ${after}`);
    expect(await story(db.sql, `t${position}`), type).toHaveLength(2);
  }
});

test('a value of a type that is not built in is in the images as its text', async ({ db }) => {
  await db.asAdmin('create extension hstore schema public; create extension citext schema public');
  await db.sql.query(`
    create type public.pair as (a integer, b text);
    create type public.span as range (subtype = text);
    create domain public.two as public.pair`);
  const texts: [type: string, value: string, image: unknown][] = [
    ['public.pair', `'(1,"b c")'`, '(1,"b c")'],
    ['public.pair', `'(,)'`, '(,)'],
    ['public.pair', 'null', null],
    ['public.pair[]', `'{"(1,a)",NULL}'`, ['(1,a)', null]],
    ['public.pair[]', `'{}'`, []],
    ['public.pair[]', `'{{"(1,a)"},{"(2,b)"}}'`, [['(1,a)'], ['(2,b)']]],
    ['public.two', `'(1,a)'`, '(1,a)'],
    ['public.two[]', `array[row(1, 'a')::public.two]`, ['(1,a)']],
    ['public.span', `'[a,b)'`, '[a,b)'],
    ['hstore', `'a=>1, b=>NULL'`, '"a"=>"1", "b"=>NULL'],
    ['citext', `'Ann'`, 'Ann'],
    ['citext[]', `'{Ann,""}'`, ['Ann', '']],
  ];
  for (const [position, [type, value, image]] of texts.entries()) {
    await db.sql.query(`
      create table public.tb_t${position} (id integer primary key, v ${type});
      select app.enable_audit_cascade('public.tb_t${position}');
      insert into tb_t${position} values (1, ${value})`);
    expect(await rows(db.sql, `select new_values -> 'v' as v from app.audit_t${position}`), type).toEqual([
      { v: image },
    ]);
  }
});

for (const form of ['', ' partition by list (id); create table public.item_all partition of public.tb_item default']) {
  test(`a json value that jsonb refuses is stored as its text (by ${form ? 'row' : 'statement'})`, async ({ db }) => {
    await db.sql.query(`
      create table public.tb_item (id integer primary key, v json, vs json[])${form};
      select app.enable_audit_cascade('tb_item');
      create table public.tb_other (id integer primary key, v json);
      select app.enable_audit_cascade('tb_other', p_exclude => '{v}')`);
    const deep = '['.repeat(5000) + ']'.repeat(5000);
    const refused = [String.raw`"\u0000"`, '1e200000', String.raw`{"a": "\ud800"}`, deep.slice(1, -1)];
    for (const [id, json] of refused.entries()) {
      await db.sql.query('insert into tb_item (id, v) values ($1, $2)', [id, json]);
      await db.sql.query('insert into tb_other (id, v) values ($1, $2)', [id, json]);
    }
    await db.sql.query(String.raw`insert into tb_item (id, vs) values (10, array['1', '"\u0000"']::json[])`);
    await db.sql.query(
      `insert into tb_item (id, v, vs) values (11, '{"a": "\\u00e9"}', array['1', '{}']::json[]), (12, 'null', null)`,
    );
    await db.sql.query(`alter table tb_item add w json default '"\\u0000"'; update tb_item set id = id + 100`);
    const images = (await trail(db.sql, 'item')).filter(({ op }) => op === 'INSERT').map((change) => change.new);
    expect(images.slice(0, 3).map((image) => image?.v)).toEqual(refused.slice(0, 3));
    expect(images.slice(4, 7).map((image) => [image?.v, image?.vs])).toEqual([
      [null, ['1', String.raw`"\u0000"`]],
      [{ a: 'é' }, [1, {}]],
      [null, null],
    ]);
    expect(images.at(-1)?.w).toBe(String.raw`"\u0000"`);
    expect((await trail(db.sql, 'other')).map((change) => change.new)).toEqual(refused.map((_, id) => ({ id })));
  });
}

test('identity, serial and default values are those the row got', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (
      id bigint generated always as identity primary key, number serial, v text default 'd', at timestamptz default now());
    select app.enable_audit_cascade('tb_item');
    insert into tb_item default values;
    insert into tb_item (id, v) overriding system value values (100, null)`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: d', 'INSERT 100: null']);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
});

/** Settings of a session by which values look otherwise than PostgreSQL shows them by default, or lose digits. */
const display = `
  set timezone = 'Asia/Tokyo'; set datestyle = 'German'; set intervalstyle = 'iso_8601'; set extra_float_digits = -3; set bytea_output = 'escape'`;

test('an image does not depend on how a session displays values, and keeps every digit', async ({ db }) => {
  const values: [type: string, value: string, image: unknown][] = [
    ['timestamptz', '2024-06-01 12:00Z', '2024-06-01T12:00:00+00:00'],
    ['timestamptz[]', '{2024-06-01 12:00Z}', ['2024-06-01T12:00:00+00:00']],
    ['date', '2024-06-01', '2024-06-01'],
    ['timetz', '12:00+02', '12:00:00+02'],
    ['tstzrange', '[2024-06-01 12:00Z,)', '["2024-06-01 12:00:00+00",)'],
    ['daterange', '[2024-06-01,2024-06-02)', '[2024-06-01,2024-06-02)'],
    ['interval', '1 mon 2 days', '1 mon 2 days'],
    ['double precision', '0.12345678901234568', 0.12345678901234568],
    ['real[]', '{0.12345679}', [0.12345679]],
    ['point', '(0.12345678901234568,1)', '(0.12345678901234568,1)'],
    ['public.share', '0.12345678901234568', 0.12345678901234568],
    ['public.place', '(0.12345678901234568,a)', '(0.12345678901234568,a)'],
    ['bytea', String.raw`\x00ff`, String.raw`\x00ff`],
    ['bytea[]', String.raw`{"\\x00ff"}`, [String.raw`\x00ff`]],
  ];
  await db.sql.query(`
    create domain public.share as double precision; create type public.place as (at double precision, name text);
    ${values.map(([type], i) => `create table public.tb_t${i} (id integer primary key, v ${type}); select app.enable_audit_cascade('tb_t${i}')`).join(';')};
    ${display}`);
  for (const [i, [type, value, image]] of values.entries()) {
    await db.sql.query(`insert into tb_t${i} values (1, '${value}')`);
    expect(await rows(db.sql, `select new_values -> 'v' as v from app.audit_t${i}`), type).toEqual([{ v: image }]);
  }
});

test('a change in the last digit of a float is seen, whatever a session displays, also beside ignored columns', async ({
  db,
}) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v double precision, seen integer);
    select app.enable_audit_cascade('tb_item', p_ignore => '{seen}');
    insert into tb_item values (1, 0.12345678901234568, 0);
    ${display};
    update tb_item set v = 0.12345678901234569`);
  expect(await story(db.sql, 'item')).toHaveLength(2);
});

test('a column added whose display depends on the session is reported until enabling again pins it', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('tb_item');
    alter table tb_item add v double precision`);
  const unwell = `select "check", hint from app.health_check() where status <> 'ok'`;
  expect(await rows(db.sql, unwell)).toEqual([
    { check: 'definition', hint: `Run: select app.enable_audit_cascade('public.tb_item').` },
  ]);
  await db.sql.query(`select app.enable_audit_cascade('tb_item')`);
  expect(await rows(db.sql, unwell)).toEqual([]);
});
