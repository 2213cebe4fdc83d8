import { expect } from 'vitest';
import { escapeIdentifier, type ClientBase } from 'pg';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { contents, replayed, story, trail, type Change } from '../../../harness/trail.js';

/** Names that the generated code uses itself, and names that break careless quoting. */
const columns = [
  ...[
    'old_rows',
    'new_rows',
    'old',
    'new',
    'o',
    'n',
    'image',
    'compared',
    'row_value',
    'specql_row',
    'v_row',
    'v_user_id',
  ],
  ...['tg_op', 'found', 'entity_id', 'audit_id', 'changed_at', 'user', 'select', 'a', 'p_entity_id', 'v_mutation_id'],
  ...[
    'Mixed Case',
    'quo"te',
    "apo'strophe",
    'per%cent',
    '%s',
    '%1$L',
    '$body$',
    '$$',
    'back\\slash',
    'Zürich',
    '注文',
    'new\nline',
  ],
  ...[',', '{', '}', '{a,b}', ' ', '--', '/*', ';'],
];

test('columns may have any name', async ({ db }) => {
  const named = columns.map(escapeIdentifier);
  await db.sql.query(`
    create table public.tb_item (id integer primary key, ${named.map((name) => `${name} integer default 1`).join(', ')});
    select app.enable_audit_cascade('public.tb_item');
    insert into tb_item (id) values (1)`);
  for (const name of named) await db.sql.query(`update tb_item set ${name} = 2`);
  expect(await story(db.sql, 'item', 'specql_row')).toHaveLength(columns.length + 1);
  expect(await replayed(db.sql, 'item')).toEqual(await contents(db.sql, 'tb_item'));
  expect(await rows(db.sql, `select * from app.health_check() where status = 'error'`)).toEqual([]);
});

const ids = [1, 2].map((digit) => `aaaaaaaa-0000-4000-8000-00000000000${digit}`);

/** Audits a table that has every name, inserts a row and changes `v` and then each of the named columns. */
async function audited(sql: ClientBase, table: string, option: string, key = ''): Promise<Change[]> {
  const named = columns.map(escapeIdentifier);
  await sql.query(
    `create table public.tb_${table} (v integer, ${named.map((name) => `${name} uuid not null`).join(', ')} ${key})`,
  );
  await sql.query(`select app.enable_audit_cascade('public.tb_${table}', ${option} => $1)`, [columns]);
  await sql.query(`
    insert into tb_${table} values (1 ${`, '${String(ids[0])}'`.repeat(columns.length)});
    update tb_${table} set v = 2;
    update tb_${table} set ${named.map((name) => `${name} = '${String(ids[1])}'`).join(', ')}`);
  return await trail(sql, table);
}

test('columns of any name can be the key, ignored, excluded and redacted', async ({ db }) => {
  const all = (given: unknown) => Object.fromEntries(columns.map((name) => [name, given]));
  const keyed = await audited(
    db.sql,
    'keyed',
    'p_key_columns',
    `, unique (${columns.slice(0, 32).map(escapeIdentifier).join(', ')})`,
  );
  const [one, other] = ids.map(all);
  const sorted = [...keyed].sort((a, b) => a.op.localeCompare(b.op));
  expect(sorted.map((change) => [change.op, change.id])).toEqual([
    ['DELETE', one],
    ['INSERT', one],
    ['INSERT', other],
    ['UPDATE', one],
  ]);
  expect(await audited(db.sql, 'quiet', 'p_ignore')).toHaveLength(2);
  expect((await audited(db.sql, 'gone', 'p_exclude')).map((change) => change.new)).toEqual([
    { v: 1 },
    { v: 2 },
    { v: 2 },
  ]);
  expect((await audited(db.sql, 'secret', 'p_redact'))[0]?.new).toEqual({ v: 1, ...all('***') });
});

test('a column of any name can hold the tenant, or be the whole key', async ({ db }) => {
  await db.sql.query(
    `create table public.tb_item (pk integer primary key, ${columns.map((name) => `${escapeIdentifier(name)} uuid`).join(', ')})`,
  );
  for (const [position, name] of columns.entries()) {
    await db.sql.query(`select app.enable_audit_cascade('tb_item', p_key_columns => $1, p_tenant_column => $2)`, [
      [name],
      name,
    ]);
    await db.sql.query(`insert into tb_item (pk, ${escapeIdentifier(name)}) values (${position}, '${String(ids[0])}')`);
  }
  const found = `select count(*)::int from app.audit_item where tenant_id = $1 and entity_id = $1`;
  expect(await value(db.sql, found, [ids[0]])).toBe(columns.length);
});

/** Table names and the entity made of them. */
const tables: Record<string, string> = {
  tb_order_line: 'order_line',
  OrderLine: 'order_line',
  'Order Line': 'order_line',
  'tb_Sch"ön': 'sch_n',
  "it's": 'it_s',
  'per%cent': 'per_cent',
  a$body$b: 'a_body_b',
  'line\nbreak': 'line_break',
  select: 'select',
  tb_tb_x: 'tb_x',
};

test('a table of any name, in a schema of any name, is audited as the entity made of it', async ({ db }) => {
  await db.sql.query(`create schema "odd schema's"`);
  for (const [name, entity] of Object.entries(tables)) {
    const table = `"odd schema's".${escapeIdentifier(name)}`;
    await db.sql.query(`create table ${table} (id integer primary key, v text)`);
    await db.sql.query('select app.enable_audit_cascade($1)', [table]);
    await db.sql.query(`insert into ${table} values (1, 'a'); update ${table} set v = 'b'; truncate ${table}`);
    expect((await story(db.sql, entity)).slice(0, 2), name).toEqual(['INSERT 1: a', 'UPDATE 1: a > b']);
    const marked = `select to_regclass(old_values ->> 'table') = $1::regclass from app.audit_${entity} where operation_type = 'TRUNCATE'`;
    expect(await value(db.sql, marked, [table]), name).toBe(true);
    expect(await rows(db.sql, `select * from app.health_check() where status = 'error'`), name).toEqual([]);
    await db.sql.query('select app.enable_audit_cascade($1), app.disable_audit_cascade($1, true)', [table]);
    expect(await value(db.sql, `select to_regclass('app.audit_${entity}')`), name).toBeNull();
  }
});

test('p_entity names what a table name cannot, or should not', async ({ db }) => {
  await db.sql.query(`
    create table public."注文" (id integer primary key, v text);
    select app.enable_audit_cascade('public."注文"', p_entity => 'OrderJapan');
    insert into "注文" values (1, 'a')`);
  expect(await story(db.sql, 'order_japan')).toEqual(['INSERT 1: a']);
  expect(await value(db.sql, 'select typename from app.audited_table')).toBe('OrderJapan');
});

test('the longest entity name has all its objects, none cut short', async ({ db }) => {
  const entity = 'a'.repeat(32);
  await db.sql.query(
    `create table public.${entity} (id integer primary key); select app.enable_audit_cascade('${entity}')`,
  );
  expect(await value(db.sql, `select to_regproc('app.get_${entity}_audit_history_with_cascade')`)).not.toBeNull();
  expect(await value(db.sql, `select to_regclass('app.v_${entity}_recent_cascade_mutations')`)).not.toBeNull();
  expect(await rows(db.sql, `select * from app.health_check() where status = 'error'`)).toEqual([]);
});
