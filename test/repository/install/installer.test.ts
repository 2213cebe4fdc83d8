import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const audit = `
  create table annex.tb_note (id uuid primary key default gen_random_uuid());
  select app.enable_audit_cascade('annex.tb_note');
  select app.begin_mutation('take_note');
  insert into annex.tb_note default values;
  select app.end_mutation()`;

test('installed by a superuser, it is administered by a role that is none', async ({ emptyDb }) => {
  await emptyDb.asAdmin('create extension specql_cdc');
  const role = await emptyDb.createRole('administrator');
  await emptyDb.asAdmin(`select app.grant_administrator('${role}'); create schema annex authorization ${role}`);
  const client = await emptyDb.connect(role);
  await client.query(audit);
  expect(await column(client, 'select source from app.mutation')).toEqual(['take_note']);
  expect(await column(client, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
  expect(await column(client, 'select capability from app.access_grant')).toEqual(['administrator']);
});

test('installed into a schema app that is used already', async ({ emptyDb }) => {
  await emptyDb.sql.query(`
    create schema app;
    create table app.setting (name text);
    create function app.create_post() returns integer language sql as 'select 1'`);
  await emptyDb.sql.query(`create extension specql_cdc; create schema annex; ${audit}`);
  expect(await column(emptyDb.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
  const reader = await emptyDb.createRole('reader');
  await emptyDb.sql.query('select app.grant_reader($1)', [reader]);
  expect(await column(await emptyDb.connect(reader), 'select count(*)::int from app.audit_note')).toEqual([1]);
  expect(await column(emptyDb.sql, `select has_table_privilege('${reader}', 'app.setting', 'select')`)).toEqual([
    false,
  ]);
});
