import { expect } from 'vitest';
import type pg from 'pg';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';

/** Everything the catalogue says of schema app and the table's triggers, but for object ids. */
async function catalogue(sql: pg.ClientBase): Promise<unknown> {
  return await rows(
    sql,
    `select 'function' as kind, oid::regprocedure::text as name, pg_get_functiondef(oid) || proacl::text || coalesce(obj_description(oid), '') as definition
     from pg_proc where pronamespace = 'app'::regnamespace and prokind = 'f'
     union all select 'trigger', tgname, pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal
     union all select 'column', attrelid::regclass || '.' || attname,
       format_type(atttypid, atttypmod) || attnotnull::text || coalesce(pg_get_expr(adbin, adrelid), '')
     from pg_attribute a join pg_class c on c.oid = attrelid left join pg_attrdef on adrelid = attrelid and adnum = attnum
     where relnamespace = 'app'::regnamespace and attnum > 0 and not attisdropped
     union all select 'index', indexrelid::regclass::text, pg_get_indexdef(indexrelid)
     from pg_index join pg_class c on c.oid = indrelid where relnamespace = 'app'::regnamespace
     union all select 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid) from pg_constraint
     where connamespace = 'app'::regnamespace
     union all select 'policy', polrelid::regclass || '.' || polname, pg_get_expr(polqual, polrelid) from pg_policy
     union all select 'relation', oid::regclass::text,
       coalesce(relacl::text, '') || relrowsecurity::text || coalesce(reloptions::text, '') || coalesce(obj_description(oid), '')
       || coalesce(pg_get_viewdef(oid), '') from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'v')
     union all select 'registry', entity, (to_jsonb(t) - 'enabled_at')::text from app.audited_table t
     order by 1, 2, 3`,
  );
}

const tables: Record<string, string> = {
  'with a key': 'create table public.tb_item (id uuid primary key, tenant_id uuid, created_by uuid, v text)',
  'without a key': 'create table public.tb_item (v text)',
  partitioned: `create table public.tb_item (id integer primary key, v text) partition by list (id);
    create table public.item_all partition of public.tb_item default`,
  'with triggers of its own': `create table public.tb_item (id integer primary key, v text);
    create function public.own() returns trigger language plpgsql as 'begin return null; end';
    create trigger own after insert on public.tb_item for each row execute function public.own()`,
};

for (const [what, create] of Object.entries(tables)) {
  test(`enabling a table ${what} once more changes nothing, whatever options it was given`, async ({ db }) => {
    await db.sql.query(`
      ${create};
      select app.enable_audit_cascade('public.tb_item', p_redact => '{v}', p_keep_unchanged => true, p_replica => true)`);
    const before = await catalogue(db.sql);
    await db.sql.query(`select app.enable_audit_cascade('public.tb_item')`);
    expect(await catalogue(db.sql)).toEqual(before);
  });
}

test('enabling returns the audit table', async ({ db }) => {
  await db.sql.query('create table public.tb_item (id integer primary key)');
  expect(await value(db.sql, `select app.enable_audit_cascade('tb_item')::text`)).toBe('app.audit_item');
});

test('options left out are kept, options given are changed, one by one', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, code text not null unique, owner uuid, tenant_id uuid, a text, b text, c text)`);
  const options = async (given: string) => {
    await db.sql.query(`select app.enable_audit_cascade('public.tb_item'${given})`);
    const [row] = await rows(
      db.sql,
      `select entity, key_columns::text[] as key, tenant_column as tenant, ignored_columns::text[] as ignored,
         excluded_columns::text[] as excluded, redacted_columns::text[] as redacted, keep_unchanged, replica, storage
       from app.audited_table`,
    );
    return row;
  };
  let expected: Record<string, unknown> = {
    entity: 'thing',
    key: ['id'],
    tenant: 'tenant_id',
    ignored: [],
    excluded: [],
    redacted: [],
    keep_unchanged: false,
    replica: false,
    storage: 'columns',
  };
  expect(await options(`, p_entity => 'thing'`)).toEqual(expected);
  const steps: [given: string, change: Record<string, unknown>][] = [
    [`, p_ignore => '{a}'`, { ignored: ['a'] }],
    [`, p_exclude => '{b}'`, { excluded: ['b'] }],
    [`, p_redact => '{c}'`, { redacted: ['c'] }],
    [`, p_tenant_column => 'owner'`, { tenant: 'owner' }],
    ['', {}],
    [`, p_ignore => '{}', p_keep_unchanged => true`, { ignored: [], keep_unchanged: true }],
    [`, p_replica => true`, { replica: true }],
    [`, p_tenant_column => ''`, { tenant: '' }],
    [`, p_entity => 'Thing', p_storage => 'columns'`, {}],
    ['', {}],
    [
      `, p_tenant_column => 'tenant_id', p_exclude => '{}', p_redact => '{b,c}'`,
      { tenant: 'tenant_id', excluded: [], redacted: ['b', 'c'] },
    ],
  ];
  for (const [given, change] of steps) {
    expected = { ...expected, ...change };
    expect(await options(given), given).toEqual(expected);
  }
});

test('disabling stops the audit and keeps the history; enabling again goes on with it and its options', async ({
  db,
}) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text, password text);
    select app.enable_audit_cascade('tb_item', p_redact => '{password}');
    insert into tb_item values (1, 'a', 'secret');
    select app.disable_audit_cascade('tb_item');
    update tb_item set v = 'unseen'`);
  expect(await story(db.sql, 'item')).toEqual(['INSERT 1: a']);
  expect(await rows(db.sql, 'select new_values from app.get_item_audit_history(1)')).toHaveLength(1);
  expect(await rows(db.sql, 'select enabled from app.v_audited_tables')).toEqual([{ enabled: false }]);
  expect(await rows(db.sql, `select * from app.health_check() where status = 'error'`)).toEqual([]);
  await db.sql.query(`select app.enable_audit_cascade('tb_item'); update tb_item set v = 'b'`);
  expect(await rows(db.sql, `select new_values from app.audit_item order by changed_at`)).toEqual([
    { new_values: { id: 1, v: 'a', password: '***' } },
    { new_values: { id: 1, v: 'b', password: '***' } },
  ]);
});

test('disabling with p_drop_history leaves nothing of the entity', async ({ db }) => {
  const before = await catalogue(db.sql);
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create function public.own() returns trigger language plpgsql as 'begin return null; end';
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (1, 'a');
    select app.disable_audit_cascade('tb_item', true)`);
  expect(await catalogue(db.sql)).toEqual(before);
  expect(await value(db.sql, 'select count(*)::int from tb_item')).toBe(1);
});

test('disabling twice, and with p_drop_history after all, is fine', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('tb_item');
    select app.disable_audit_cascade('tb_item');
    select app.disable_audit_cascade('tb_item');
    select app.disable_audit_cascade('tb_item', p_drop_history => true)`);
  expect(await value(db.sql, `select to_regclass('app.audit_item')`)).toBeNull();
});

test('a table that is gone can be forgotten by the hint of health_check', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    select app.enable_audit_cascade('tb_item');
    drop table tb_item`);
  const [finding] = await rows(db.sql, `select hint from app.health_check() where "check" = 'audited_table_exists'`);
  await db.sql.query(/select .*$/.exec(String(finding?.hint))?.[0].replace(/\.$/, '') ?? '');
  expect(await value(db.sql, 'select count(*)::int from app.audited_table')).toBe(0);
  expect(await value(db.sql, `select to_regclass('app.audit_item')`)).toBeNull();
});

test('several calls at once, for one table and for twenty, all succeed and each change is audited once', async ({
  db,
}) => {
  const tables = Array.from({ length: 20 }, (_, i) => `public.tb_t${i}`);
  for (const table of tables) await db.sql.query(`create table ${table} (id integer primary key, v text)`);
  const enable = async (table: string) => {
    const client = await db.connect();
    await client.query('select app.enable_audit_cascade($1)', [table]);
    await client.end();
  };
  await Promise.all([...tables, 'public.tb_t0', 'public.tb_t0', 'public.tb_t0'].map(enable));
  expect(await value(db.sql, 'select count(*)::int from app.audited_table')).toBe(20);
  for (const [i, table] of tables.entries()) {
    await db.sql.query(`insert into ${table} values (1, 'a')`);
    expect(await story(db.sql, `t${i}`)).toEqual(['INSERT 1: a']);
  }
});

test('enabling while others write loses no change made after it', async ({ db }) => {
  await db.sql.query(
    `create table public.tb_item (id integer primary key, v integer); insert into tb_item values (1, 0)`,
  );
  const [writer, other] = [await db.connect(), await db.connect()];
  await writer.query('begin; update tb_item set v = 1');
  const enabling = other.query(`select app.enable_audit_cascade('tb_item')`);
  await writer.query('update tb_item set v = 2; commit');
  await enabling;
  await writer.query('update tb_item set v = 3');
  expect(await story(db.sql, 'item')).toEqual(['UPDATE 1: 2 > 3']);
});

test('an enabling that is rolled back leaves nothing', async ({ db }) => {
  await db.sql.query('create table public.tb_item (id integer primary key, v text)');
  const before = await catalogue(db.sql);
  await db.sql.query(
    `begin; select app.enable_audit_cascade('tb_item'); insert into tb_item values (1, 'a'); rollback`,
  );
  expect(await catalogue(db.sql)).toEqual(before);
});
