import { expect } from 'vitest';
import type pg from 'pg';
import { test } from '../../harness/fixture.js';
import { rows } from '../../harness/query.js';
import { trail } from '../../harness/trail.js';

/** Settings that any session may change, with values that change what SQL means or how a value is displayed. */
const settings: [name: string, value: string][] = [
  ['array_nulls', 'off'],
  ['backslash_quote', 'off'],
  ['bytea_output', 'escape'],
  ['check_function_bodies', 'off'],
  ['client_encoding', 'LATIN1'],
  ['client_min_messages', 'error'],
  ['constraint_exclusion', 'on'],
  ['DateStyle', 'German'],
  ['default_table_access_method', 'heap'],
  ['default_text_search_config', 'pg_catalog.german'],
  ['enable_hashjoin', 'off'],
  ['enable_mergejoin', 'off'],
  ['enable_seqscan', 'off'],
  ['escape_string_warning', 'on'],
  ['extra_float_digits', '-15'],
  ['from_collapse_limit', '1'],
  ['geqo_threshold', '2'],
  ['IntervalStyle', 'iso_8601'],
  ['jit_above_cost', '0'],
  ['join_collapse_limit', '1'],
  ['lc_monetary', 'en_US.UTF-8'],
  ['lc_numeric', 'de_DE.UTF-8'],
  ['lc_time', 'de_DE.UTF-8'],
  ['plan_cache_mode', 'force_custom_plan'],
  ['plpgsql.check_asserts', 'off'],
  ['plpgsql.extra_errors', 'all'],
  ['plpgsql.print_strict_params', 'on'],
  ['quote_all_identifiers', 'on'],
  ['row_security', 'off'],
  ['search_path', 'pg_catalog'],
  ['standard_conforming_strings', 'off'],
  ['TimeZone', 'Asia/Kathmandu'],
  ['transform_null_equals', 'on'],
  ['work_mem', '64kB'],
  ['xmlbinary', 'hex'],
  ['xmloption', 'document'],
];

/** Columns whose image might depend on a setting, with a value. */
const columns: [name: string, type: string, value: string][] = [
  ['amount', 'money', '1234.5'],
  ['amounts', 'money[]', `array[1234.5::money]`],
  ['at', 'timestamptz', `'2024-03-01 12:00+00'`],
  ['bytes', 'bytea', `decode('005cff', 'hex')`],
  ['class', 'regclass', `'blog."Odd"'::regclass`],
  ['config', 'regconfig', `'pg_catalog.english'`],
  ['day', 'date', `'2024-03-01'`],
  ['document', 'json', `'{"a": "b"}'`],
  ['documents', 'json[]', `array['{"a": 1}', null]::json[]`],
  ['duration', 'interval', `interval '1 day 2 hours'`],
  ['escaped', 'json', `('{"a": "' || chr(92) || 'u0000"}')::json`],
  ['floating', 'double precision', '0.1::float8 + 0.2::float8'],
  ['kind', 'regtype', `'integer'`],
  ['markup', 'xml', `xmlparse(content 'a<b/>')`],
  ['mood', 'blog.mood', `'ok'`],
  ['moods', 'blog.mood[]', `array['ok', null]::blog.mood[]`],
  ['offset_time', 'timetz', `'12:00+02'`],
  ['pair', 'blog.pair', `row(interval '1 day 2 hours', date '2024-03-01', 2.5::money, '"Odd"'::regclass)::blog.pair`],
  [
    'pairs',
    'blog.pair[]',
    `array[row(interval '1 day', date '2024-03-01', 2.5::money, '"Odd"'::regclass)::blog.pair, null]`,
  ],
  ['period', 'tstzrange', `tstzrange('2024-03-01 12:00+00', null)`],
  ['place', 'point', 'point(0.1::float8 + 0.2::float8, 1)'],
  ['price', 'blog.price', '2.5'],
  ['words', 'tsvector', `to_tsvector('english', 'a fat cat')`],
];

/** The settings of a session, but for those that a library brings when it is first used. */
const shown = (sql: pg.ClientBase) =>
  rows(sql, `select name, setting from pg_settings where name not like '%.%' order by 1`);

const declared = columns.map(([name, type]) => `"${name}" ${type}`);
const list = columns.map(([name]) => `"${name}"`).join(', ');
async function createTypes(sql: pg.ClientBase): Promise<void> {
  await sql.query(`
    create schema blog;
    create type blog.mood as enum ('ok', 'NULL');
    create domain blog.price as money;
    create table blog."Odd" (id integer);
    create type blog.pair as (a interval, b date, c money, d regclass);
    set search_path = blog, pg_catalog`);
}

/** Changes all settings, but for locales that the server does not have. */
async function changeAll(sql: pg.ClientBase): Promise<void> {
  for (const [name, value] of settings) {
    await sql.query('select set_config($1, $2, false)', [name, value]).catch((error: unknown) => {
      if (!name.startsWith('lc_')) throw error;
    });
  }
}

const work = (sql: pg.ClientBase, table: string, row: string) =>
  sql.query(`insert into ${table} (id, ${list}) select id, ${list} from blog.tb_row where id = ${row};
    update ${table} set note = 'x' where id = ${row}; delete from ${table} where id = ${row}`);

/** Tables by how they are audited: what comes after their columns, and options of enabling them. */
const kinds: Record<string, { end?: string; options?: string }> = {
  'by statement': {},
  'by row': { options: ', p_replica => true' },
};

for (const [how, { options = '' }] of Object.entries(kinds)) {
  for (const later of [false, true]) {
    test(`no setting of a session changes an image or fails a statement (${how}${later ? ', columns added later' : ''})`, async ({
      db,
    }) => {
      await createTypes(db.sql);
      await db.sql.query(`
        create table blog.tb_row (id integer, ${declared.join(', ')});
        insert into blog.tb_row select 1, ${columns.map(([, , value]) => value).join(', ')};
        create table blog.tb_item (id integer primary key, note text${later ? '' : `, ${declared.join(', ')}`});
        select app.enable_audit_cascade('blog.tb_item'${options})`);
      if (later) {
        await db.sql.query(`alter table blog.tb_item ${declared.map((column) => `add ${column}`).join(', ')}`);
      }
      await work(db.sql, 'blog.tb_item', '1');
      const usual = (await trail(db.sql, 'item')).slice(-3);
      expect(usual[0]?.new).toMatchObject({
        moods: ['ok', null],
        documents: [{ a: 1 }, null],
        duration: '1 day 02:00:00',
      });
      const sql = await db.connect();
      await changeAll(sql);
      const before = await shown(sql);
      await work(sql, 'blog.tb_item', '1');
      expect((await trail(db.sql, 'item')).slice(-3)).toEqual(usual);
      expect(await shown(sql)).toEqual(before);
    });
  }
}

test('a baseline and a revert take images as they are, whatever the settings', async ({ db }) => {
  await createTypes(db.sql);
  await db.sql.query(`
    create table blog.tb_item (id integer primary key, ${declared.join(', ')});
    insert into blog.tb_item select 1, ${columns.map(([, , value]) => value).join(', ')};
    select app.enable_audit_cascade('blog.tb_item'); select app.write_audit_baseline('blog.tb_item')`);
  const sql = await db.connect();
  await changeAll(sql);
  await sql.query('reset search_path; reset client_encoding');
  expect(await rows(sql, `select app.write_audit_baseline('blog.tb_item') as written`)).toEqual([{ written: '0' }]);
  await sql.query('delete from blog.tb_item');
  await sql.query('select app.revert_transaction(max(transaction_id)) from app.audit_item');
  const [baseline, , reverted] = await trail(db.sql, 'item');
  expect(reverted?.new).toEqual(baseline?.new);
});
