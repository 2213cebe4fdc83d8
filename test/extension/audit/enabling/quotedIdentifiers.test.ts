import { expect } from 'vitest';
import { rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';
import { phase1 } from '../../../harness/olderShapes.js';

test('a session that quotes all identifiers enables, checks and disables as any other', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, tenant_id uuid, v text);
    create table public.tb_old (id uuid primary key, v text);
    create table app.audit_old (${phase1});
    create table public.tb_kept (id uuid primary key, v text);
    create table app.audit_kept (${phase1});
    set quote_all_identifiers = on`);
  const enable = `select app.enable_audit_cascade('tb_item'), app.enable_audit_cascade('tb_old'),
    app.enable_audit_cascade('tb_kept', p_storage => 'embedded')`;
  const findings = `select * from app.health_check() where status <> 'ok'`;
  await db.sql.query(enable);
  expect(await rows(db.sql, findings)).toEqual([]);
  await db.sql.query(`set quote_all_identifiers = off`);
  expect(await rows(db.sql, findings)).toEqual([]);
  await db.sql.query(`${enable}; set quote_all_identifiers = on`);
  expect(await rows(db.sql, findings)).toEqual([]);
  for (const entity of ['item', 'old', 'kept']) {
    await db.sql.query(`insert into tb_${entity} (id) values (gen_random_uuid())`);
    expect(await story(db.sql, entity)).toHaveLength(1);
  }
  await db.sql.query(`select app.disable_audit_cascade('tb_item', true), app.disable_audit_cascade('tb_old')`);
});

test('a session that quotes all identifiers cannot audit an audit table or a table of the system', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, tenant_id uuid, v text);
    select app.enable_audit_cascade('tb_item');
    set quote_all_identifiers = on`);
  for (const table of ['app.audit_item', 'pg_catalog.pg_class', 'information_schema.sql_features']) {
    await expect(
      db.sql.query(`select app.enable_audit_cascade('${table}', p_tenant_column => '')`),
      table,
    ).rejects.toMatchObject({ code: '42501' });
  }
});

test('enabling again knows its own functions where a plain literal eats backslashes', async ({ db }) => {
  await db.sql.query('create table public.tb_post (id uuid primary key)');
  await db.sql.query('set standard_conforming_strings = off; set escape_string_warning = off');
  for (let times = 0; times < 2; times += 1) await db.sql.query(`select app.enable_audit_cascade('tb_post')`);
  await db.sql.query('set standard_conforming_strings = on');
  await db.sql.query(`select app.enable_audit_cascade('tb_post')`);
});
