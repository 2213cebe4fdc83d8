import { expect } from 'vitest';
import { escapeIdentifier } from 'pg';
import { rows, value } from '../context/ask.js';
import { test } from '../harness/fixture.js';
import { contents, replayed, story, trail } from './trail.js';

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

test('a column of any name can be key, tenant, ignored, excluded and redacted', async ({ db }) => {
  const id = 'aaaaaaaa-0000-4000-8000-000000000001';
  for (const [position, name] of columns.entries()) {
    const audit = async (suffix: string, type: string, option: string, given: unknown) => {
      const table = `public.${suffix}_${position}`;
      await db.sql.query(
        `create table ${table} (pk integer primary key, ${escapeIdentifier(name)} ${type}, v integer)`,
      );
      await db.sql.query(`select app.enable_audit_cascade($1, ${option} => $2)`, [table, given]);
      await db.sql.query(`insert into ${table} values (1, '${id}', 1); update ${table} set v = 2`);
      await db.sql.query(`update ${table} set ${escapeIdentifier(name)} = '${id.replace('1', '2')}'`);
      return await trail(db.sql, `${suffix}_${position}`);
    };
    const keyed = await audit('keyed', 'uuid not null unique', 'p_key_columns', [name]);
    expect(
      keyed.slice(0, 2).map((change) => [change.op, change.id]),
      name,
    ).toEqual([
      ['INSERT', id],
      ['UPDATE', id],
    ]);
    await audit('tenant', 'uuid', 'p_tenant_column', name);
    const ofTenant = `select count(*)::int from app.audit_tenant_${position} where tenant_id = $1`;
    expect(await value(db.sql, ofTenant, [id]), name).toBe(2);
    expect(await audit('quiet', 'text', 'p_ignore', [name]), name).toHaveLength(2);
    expect((await audit('gone', 'text', 'p_exclude', [name]))[0]?.new, name).toEqual({ pk: 1, v: 1 });
    expect((await audit('secret', 'text', 'p_redact', [name]))[0]?.new?.[name], name).toBe('***');
  }
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
