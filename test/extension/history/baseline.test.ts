import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { expect } from 'vitest';
import { column, rows, value } from '../../harness/query.js';
import { test } from '../../harness/fixture.js';
import { unaccounted } from '../../harness/replay.js';

/** Resolves when somebody waits for a lock that another transaction holds. */
async function waiting(sql: pg.ClientBase): Promise<void> {
  while (
    (await value(
      sql,
      `select count(*)::integer from pg_locks where not granted and database = (select oid from pg_database where datname = current_database())`,
    )) === 0
  ) {
    await sleep(10);
  }
}

const baseline = (table: string) => `select app.write_audit_baseline('${table}')::integer`;

test('rows from before auditing are known after a baseline, which writes each once', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, tenant_id uuid, v text, secret text, created_by uuid);
    insert into tb_item select i, '00000000-0000-0000-0000-00000000000a', 'v' || i, 's', gen_random_uuid() from generate_series(1, 3) i;
    select app.enable_audit_cascade('public.tb_item', p_exclude => '{secret}');
    insert into tb_item values (4, null, 'seen')`);
  expect(await value(sql, baseline('tb_item'))).toBe(3);
  expect(await value(sql, baseline('tb_item'))).toBe(0);
  expect(
    await rows(
      sql,
      `select entity_id as id, operation_type as op, tenant_id as tenant, changed_by as who, new_values ->> 'v' as v,
         new_values ? 'secret' as told, mutation_id as mutation
       from app.audit_item where change_reason = 'baseline' order by entity_id limit 1`,
    ),
  ).toEqual([
    {
      id: 1,
      op: 'INSERT',
      tenant: '00000000-0000-0000-0000-00000000000a',
      who: null,
      v: 'v1',
      told: false,
      mutation: null,
    },
  ]);
  expect(await column(sql, `select i ->> 'v' from app.get_table_as_of('tb_item') i order by 1`)).toEqual([
    'seen',
    'v1',
    'v2',
    'v3',
  ]);
  expect(await value(sql, `select baseline_at is not null from app.v_audited_tables`)).toBe(true);
});

test('what happened unseen is written down as what it was', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v numeric);
    create table public.tb_log (v text);
    select app.enable_audit_cascade('public.tb_item'), app.enable_audit_cascade('public.tb_log');
    insert into tb_item values (1, 1.0), (2, 2), (3, 3);
    insert into tb_log values ('a'), ('a'), ('b')`);
  await db.asAdmin(`
    set session_replication_role = replica;
    update public.tb_item set v = 1.00 where id = 1;
    delete from public.tb_item where id = 2;
    insert into public.tb_item values (4, 4);
    delete from public.tb_log where ctid = '(0,1)';
    insert into public.tb_log values ('b'), ('c')`);
  expect(await value(db.sql, baseline('tb_item'))).toBe(3);
  expect(await value(db.sql, baseline('tb_log'))).toBe(3);
  const written = `select operation_type || ' ' || coalesce(new_values, old_values)::text from app.audit_`;
  expect(await column(db.sql, `${written}item where change_reason = 'baseline' order by entity_id`)).toEqual([
    'UPDATE {"v": 1.00, "id": 1}',
    'DELETE {"v": 2, "id": 2}',
    'INSERT {"v": 4, "id": 4}',
  ]);
  expect(await column(db.sql, `${written}log where change_reason = 'baseline' order by 1`)).toEqual([
    'DELETE {"v": "a"}',
    'INSERT {"v": "b"}',
    'INSERT {"v": "c"}',
  ]);
  for (const table of ['tb_item', 'tb_log']) {
    expect(await unaccounted(db.sql, table)).toEqual([]);
    expect(await value(db.sql, baseline(table))).toBe(0);
  }
});

test('a column that came later with a default is written down', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key);
    create table public.tb_log (v text);
    select app.enable_audit_cascade('public.tb_item'), app.enable_audit_cascade('public.tb_log');
    insert into tb_item values (1), (2);
    insert into tb_log values ('a'), ('a');
    alter table tb_item add column n integer default 5;
    alter table tb_log add column n integer default 5`);
  expect(await value(sql, baseline('tb_item'))).toBe(2);
  expect(await value(sql, baseline('tb_log'))).toBe(4);
  await sql.query('delete from tb_log; delete from tb_item where id = 1');
  for (const table of ['tb_item', 'tb_log']) expect(await unaccounted(sql, table)).toEqual([]);
});

test('a baseline waits for writers and keeps new ones out until it is committed', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    insert into tb_item values (1);
    select app.enable_audit_cascade('public.tb_item')`);
  const [before, after] = await Promise.all([db.connect(), db.connect()]);
  await after.query(`set lock_timeout = '100ms'`);
  await before.query('begin; insert into tb_item values (2)');
  await db.sql.query('begin');
  const written = value(db.sql, baseline('tb_item'));
  await waiting(before);
  await expect(after.query('insert into tb_item values (3)')).rejects.toMatchObject({
    code: '55P03',
  });
  await before.query('commit');
  expect(await written).toBe(1);
  await expect(after.query('insert into tb_item values (3)')).rejects.toMatchObject({ code: '55P03' });
  expect(await column(after, 'select id from tb_item order by id')).toEqual([1, 2]);
  await db.sql.query('commit');
  await after.query('insert into tb_item values (3)');
  expect(await unaccounted(db.sql, 'tb_item')).toEqual([]);
});

test('a baseline is in no mutation, also when one is running', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key);
    insert into tb_item values (1);
    select app.enable_audit_cascade('public.tb_item');
    begin;
    select app.begin_mutation('work', p_user_id => '00000000-0000-0000-0000-0000000000ab')`);
  expect(await value(sql, baseline('tb_item'))).toBe(1);
  expect(await value(sql, `select app.end_mutation() -> 'updated'`)).toEqual([]);
  expect(await value(sql, `select changed_by from app.audit_item`)).toBe('00000000-0000-0000-0000-0000000000ab');
  await sql.query('commit');
});

test('the embedded form takes a baseline', async ({ db: { sql } }) => {
  await sql.query(`
    create table public.tb_item (id integer primary key, v text);
    insert into tb_item values (1, 'a');
    create table app.audit_item (audit_id uuid primary key default gen_random_uuid(), entity_id integer, operation_type text, old_values jsonb,
      new_values jsonb, changed_at timestamptz not null, transaction_id bigint);
    select app.enable_audit_cascade('public.tb_item', p_storage => 'embedded')`);
  expect(await value(sql, baseline('tb_item'))).toBe(1);
  expect(await unaccounted(sql, 'tb_item')).toEqual([]);
});

test('it is refused where it could not be exact', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key);
    create table public.plain (id integer);
    select app.enable_audit_cascade('public.tb_item')`);
  await expect(db.sql.query(baseline('plain'))).rejects.toMatchObject({ code: '42704' });
  await db.sql.query('begin isolation level repeatable read');
  await expect(db.sql.query(baseline('tb_item'))).rejects.toMatchObject({ code: '25000' });
  await db.sql.query('rollback');
  const stranger = await db.createRole('stranger');
  await db.sql.query(`select app.grant_administrator('${stranger}')`);
  const other = await db.connect(stranger);
  await expect(other.query(baseline('public.tb_item'))).rejects.toMatchObject({ code: '42501' });
  await db.sql.query(`select app.disable_audit_cascade('tb_item')`);
  await expect(db.sql.query(baseline('tb_item'))).rejects.toMatchObject({ code: '55000' });
});
