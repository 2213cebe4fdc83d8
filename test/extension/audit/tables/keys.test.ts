import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story, trail } from '../../../harness/trail.js';

const id = 'aaaaaaaa-0000-4000-8000-000000000001';

/** A table, the key found in it, a row of it, and the id and its type in the audit table. */
const keys: Record<string, { table: string; key: string[]; row: string; entityId: unknown; type: string }> = {
  'a uuid id': {
    table: 'pk integer primary key, id uuid unique not null',
    key: ['id'],
    row: `1, '${id}'`,
    entityId: id,
    type: 'uuid',
  },
  'a uuid id that is not unique': {
    table: 'pk integer primary key, id uuid',
    key: ['id'],
    row: `1, '${id}'`,
    entityId: id,
    type: 'uuid',
  },
  'a uuid of another name': { table: 'uid uuid primary key', key: ['uid'], row: `'${id}'`, entityId: id, type: 'uuid' },
  'a smallint': { table: 'id smallint primary key', key: ['id'], row: '7', entityId: 7, type: 'smallint' },
  'an integer': { table: 'id integer primary key', key: ['id'], row: '7', entityId: 7, type: 'integer' },
  'a bigint': {
    table: 'id bigint primary key',
    key: ['id'],
    row: '9007199254740993',
    entityId: '9007199254740993',
    type: 'bigint',
  },
  'a numeric': {
    table: 'id numeric(30) primary key',
    key: ['id'],
    row: '123456789012345678901',
    entityId: '123456789012345678901',
    type: 'numeric',
  },
  'a text': { table: 'code text primary key', key: ['code'], row: `'a "b"'`, entityId: 'a "b"', type: 'text' },
  'a char(n)': { table: 'code char(3) primary key', key: ['code'], row: `'ab'`, entityId: 'ab ', type: 'character' },
  'a varchar(n)': {
    table: 'code varchar(3) primary key',
    key: ['code'],
    row: `'abc'`,
    entityId: 'abc',
    type: 'character varying',
  },
  'an enum': { table: 'mood public.mood primary key', key: ['mood'], row: `'happy'`, entityId: 'happy', type: 'text' },
  'a domain': { table: 'id public.positive primary key', key: ['id'], row: '7', entityId: 7, type: 'integer' },
  'a domain over a domain': {
    table: 'id public.small primary key',
    key: ['id'],
    row: '7',
    entityId: 7,
    type: 'integer',
  },
  'a date': { table: 'day date primary key', key: ['day'], row: `'2024-02-29'`, entityId: '2024-02-29', type: 'text' },
  'a bit string': { table: 'flags bit(4) primary key', key: ['flags'], row: `B'1010'`, entityId: '1010', type: 'text' },
  'several columns': {
    table: 'a integer, b text, primary key (b, a)',
    key: ['b', 'a'],
    row: `1, 'x'`,
    entityId: { a: 1, b: 'x' },
    type: 'jsonb',
  },
  'an array': {
    table: 'path text[] primary key',
    key: ['path'],
    row: `'{a,b}'`,
    entityId: { path: ['a', 'b'] },
    type: 'jsonb',
  },
  'a range': {
    table: 'during int4range primary key',
    key: ['during'],
    row: `'[1,5)'`,
    entityId: { during: '[1,5)' },
    type: 'jsonb',
  },
  'a unique index of columns that are not null': {
    table: 'a integer, b integer not null unique, c integer not null, unique (c, b), unique (a)',
    key: ['b'],
    row: '1, 2, 3',
    entityId: 2,
    type: 'integer',
  },
  'none: nullable, partial and expression indexes are no key': {
    table: 'a integer unique, b text',
    key: [],
    row: `1, 'x'`,
    entityId: null,
    type: 'jsonb',
  },
};

test('the key found in a table gives entity_id its value and type', async ({ db }) => {
  await db.sql.query(`
    create type public.mood as enum ('happy', 'sad');
    create domain public.positive as integer check (value > 0);
    create domain public.small as public.positive check (value < 100)`);
  for (const [what, { table, key, row, entityId, type }] of Object.entries(keys)) {
    await db.sql.query(`
      create table public.tb_item (${table}, v text);
      ${key.length > 0 ? '' : `create unique index on tb_item (b) where b <> ''; create unique index on tb_item (lower(b));`}
      select app.enable_audit_cascade('tb_item');
      insert into tb_item values (${row}, 'a');
      update tb_item set v = 'b';
      delete from tb_item`);
    expect(await value(db.sql, 'select key_columns::text[] from app.audited_table'), what).toEqual(key);
    const changes = await trail(db.sql, 'item');
    expect(
      changes.map((change) => [change.op, change.id]),
      what,
    ).toEqual(['INSERT', 'UPDATE', 'DELETE'].map((op) => [op, entityId]));
    const dataType = `select data_type from information_schema.columns where table_name = 'audit_item' and column_name = 'entity_id'`;
    expect(await value(db.sql, dataType), what).toBe(type);
    await db.sql.query(`select app.disable_audit_cascade('tb_item', true); drop table tb_item`);
  }
});

test('key columns may be named as anything the trigger function names', async ({ db }) => {
  const names = ['image', 'row_value', 'c1', 'missing', 'present', 'specql_row', 'new_rows', 'old', 'tg_op', 'v_given'];
  const key = [...names, 'a'.repeat(63)];
  await db.sql.query(`
    create table public.tb_item (${key.map((name) => `${name} uuid not null`).join(', ')}, v text, primary key (${key.join(', ')}));
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (${key.map(() => `'${id}'`).join(', ')}, 'a');
    update tb_item set v = 'b';
    delete from tb_item`);
  const entityId = Object.fromEntries(key.map((name) => [name, id]));
  expect((await trail(db.sql, 'item')).map((change) => [change.op, change.id])).toEqual(
    ['INSERT', 'UPDATE', 'DELETE'].map((op) => [op, entityId]),
  );
});

test('p_key_columns chooses another key, and an index over fewer columns makes it unique', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key default gen_random_uuid(), code text not null unique, part integer, v text);
    select app.enable_audit_cascade('tb_item', p_key_columns => '{code,part}');
    insert into tb_item (code, v) values ('x', 'a');
    update tb_item set v = 'b'`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT [object Object]: a', 'UPDATE [object Object]: a > b']);
  expect(await rows(db.sql, 'select level, key_columns::text[] from app.audited_table')).toEqual([
    { level: 'statement', key_columns: ['code', 'part'] },
  ]);
});

const changes: Record<string, [change: string, expected: string[]]> = {
  'of one row': ['update tb_item set id = 10 where id = 1', ['DELETE 1: a', 'INSERT 10: a']],
  'of one row, with another column': [
    `update tb_item set id = 10, v = 'x' where id = 1`,
    ['DELETE 1: a', 'INSERT 10: x'],
  ],
  'of all rows': [
    'update tb_item set id = id - 1',
    ['DELETE 3: c', 'INSERT 0: a', 'UPDATE 1: a > b', 'UPDATE 2: b > c'],
  ],
};

for (const [what, [change, expected]] of Object.entries(changes)) {
  test(`a change of key ${what} ends one entity and begins another`, async ({ db }) => {
    await db.sql.query(`
      create table public.tb_item (id integer primary key, v text);
      select app.enable_audit_cascade('tb_item');
      insert into tb_item values (1, 'a'), (2, 'b'), (3, 'c');
      ${change}`);
    expect((await story(db.sql, 'item')).slice(3).sort()).toEqual(expected);
  });
}

test('two rows that swap their deferrable keys are both accounted for', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key deferrable, v text);
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (1, 'a'), (2, 'b');
    update tb_item set id = 3 - id`);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
  expect((await story(db.sql, 'item')).slice(2).sort()).toEqual([
    'DELETE 1: a',
    'DELETE 2: b',
    'INSERT 1: b',
    'INSERT 2: a',
  ]);
});

test('keys that repeat until the end of the transaction are audited row by row', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key deferrable initially deferred, v text);
    select app.enable_audit_cascade('tb_item');
    begin;
    insert into tb_item values (1, 'a'), (1, 'b'), (1, 'c');
    update tb_item set v = v || v;
    update tb_item set id = ascii(v) - 96;
    commit`);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
  expect(await story(db.sql, 'item')).toHaveLength(3 + 3 + 2 * 2);
});

for (const key of ['id uuid', 'id uuid unique', 'id integer']) {
  test(`rows alike are audited one by one where nothing tells them apart (${key})`, async ({ db }) => {
    await db.sql.query(`
      create table public.tb_item (${key}, v integer);
      select app.enable_audit_cascade('tb_item');
      insert into tb_item (v) values (1), (1), (2);
      update tb_item set v = v + 10;
      delete from tb_item where v = 11`);
    expect((await story(db.sql, 'item')).sort()).toEqual([
      'DELETE null: 11',
      'DELETE null: 11',
      'INSERT null: 1',
      'INSERT null: 1',
      'INSERT null: 2',
      'UPDATE null: 1 > 11',
      'UPDATE null: 1 > 11',
      'UPDATE null: 2 > 12',
    ]);
    expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
  });
}
