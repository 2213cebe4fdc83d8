import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const types = `create type public.colour as enum ('red', 'green'); create domain public.code as varchar(10) check (value <> '');
  create domain public.paint as public.colour`;

/** What is in the parentheses of CREATE TABLE, two keys, the type of entity_id, and the first key as entity_id. */
const keys: [columns: string, keys: string[], type: string, id?: unknown][] = [
  ['id uuid primary key', [`'aaaaaaaa-0000-4000-8000-000000000001'`, `'aaaaaaaa-0000-4000-8000-000000000002'`], 'uuid'],
  ['id integer primary key', ['1', '2'], 'integer'],
  ['pk bigint primary key', ['9007199254740993', '9007199254740992'], 'bigint'],
  ['name text primary key', [`'it''s "quoted" \\'`, `'it''s "quoted"'`], 'text'],
  ['name varchar(20) primary key', [`'ab'`, `'ac'`], 'character varying'],
  ['code char(5) primary key', [`'ab'`, `'ac'`], 'character', 'ab   '],
  ['flags bit(5) primary key', [`B'10101'`, `B'10111'`], 'text', '10101'],
  ['amount numeric(10,2) primary key', ['1.50', '1.51'], 'numeric'],
  ['at timestamptz primary key', [`'2024-02-29 12:00:00.123456+00'`, `'infinity'`], 'text'],
  ['colour public.colour primary key', [`'red'`, `'green'`], 'text'],
  ['code public.code primary key', [`'ab'`, `'ac'`], 'character varying'],
  ['paint public.paint primary key', [`'red'`, `'green'`], 'text'],
  ['a integer, b text, primary key (b, a)', [`1, 'x'`, `1, 'y'`], 'jsonb', { a: 1, b: 'x' }],
  ['tags text[] primary key', [`'{a,b}'`, `'{a}'`], 'jsonb', { tags: ['a', 'b'] }],
];

test('the id of an entity has the type of the key, and finds its history', async ({ db }) => {
  await db.sql.query(types);
  for (const [i, [columns, [first = '', second = ''], type, id]] of keys.entries()) {
    const entity = `thing${String(i)}`;
    await db.sql.query(`
      create table public.${entity} (${columns}); select app.enable_audit_cascade('public.${entity}');
      insert into public.${entity} values (${first}); insert into public.${entity} values (${second})`);
    expect(
      await value(
        db.sql,
        `select split_part(pg_get_function_arguments('app.get_${entity}_audit_history'::regproc), ',', 1)`,
      ),
      columns,
    ).toBe(`p_entity_id ${type}`);

    const [row] = await rows(
      db.sql,
      `select entity_id, to_jsonb(entity_id) as shown from app.audit_${entity} order by changed_at limit 1`,
    );
    if (id !== undefined) expect(row?.shown, columns).toEqual(id);
    for (const history of [`get_${entity}_audit_history`, `get_${entity}_audit_history_with_cascade`]) {
      expect(
        await value(
          db.sql,
          `select array_agg(h.new_values) = (select array_agg(to_jsonb(t)) from (select * from public.${entity} limit 1) t)
           from app.audit_${entity} a cross join lateral app.${history}(a.entity_id) h
           where a.new_values = (select to_jsonb(t) from public.${entity} t limit 1)`,
        ),
        columns,
      ).toBe(true);
    }
  }
});

test('the id can be written as one writes the key', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_country (code char(2) primary key); select app.enable_audit_cascade('public.tb_country');
    create table public.tb_stay (guest integer, night date, primary key (guest, night)); select app.enable_audit_cascade('public.tb_stay');
    insert into tb_country values ('DE'), ('DK'); insert into tb_stay values (1, '2024-02-29'), (2, '2024-02-29')`);
  expect(await rows(db.sql, `select new_values from app.get_country_audit_history('DK')`)).toEqual([
    { new_values: { code: 'DK' } },
  ]);
  expect(
    await rows(db.sql, `select new_values from app.get_stay_audit_history('{"night": "2024-02-29", "guest": 2}')`),
  ).toEqual([{ new_values: { guest: 2, night: '2024-02-29' } }]);
});
