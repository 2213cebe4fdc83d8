import format from 'pg-format';
import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

/** Names that would become code where a name is put into code carelessly. */
const names = [
  'line\nbreak; perform app.pwned(); --',
  'x\ndeclare v_x text := app.pwned(); --',
  '$body$; select app.pwned(); $body$',
  "'); perform app.pwned(); --",
  '"; select app.pwned(); --',
  "\\'; select app.pwned(); --",
  '%s %I %L %1$s',
  '*/ select app.pwned() /*',
];

test.for(names)('a table, key, tenant and ignored column named %j are names and no code', async (name, { db }) => {
  const table = format.ident(name);
  const [key, tenant, ignored, secret] = [`k${name}`, `t${name}`, `i${name}`, `s${name}`];
  await db.sql.query(`
    create function app.pwned() returns void language plpgsql as $$ begin raise exception 'pwned'; end $$;
    create schema ${table};
    create table ${table}.${table} (
      ${format.ident(key)} integer primary key, ${format.ident(tenant)} uuid, ${format.ident(ignored)} text, ${format.ident(secret)} text)`);
  const [relation] = await column(db.sql, 'select oid::regclass from pg_class where relname = $1 and relkind = $2', [
    name,
    'r',
  ]);
  for (const level of ['statement', 'row']) {
    await db.sql.query(
      "select app.enable_audit_cascade($1, 'odd', $2, $3, p_ignore => $4, p_redact => $5, p_replica => $6)",
      [relation, [key], tenant, [ignored], [secret], level === 'row'],
    );
    await db.sql.query(`
      begin;
      select app.begin_mutation('odd');
      insert into ${table}.${table} values (1, null, 'a', 'secret');
      update ${table}.${table} set ${format.ident(ignored)} = 'b';
      update ${table}.${table} set ${format.ident(tenant)} = gen_random_uuid();
      delete from ${table}.${table};
      truncate ${table}.${table};
      select app.end_mutation();
      commit`);
  }
  expect(await column(db.sql, 'select count(*)::int from app.audit_odd')).toEqual([8]);
  expect(await column(db.sql, 'select count(*)::int from app.get_odd_audit_history(1)')).toEqual([6]);
  expect(await column(db.sql, 'select count(*)::int from app.get_table_as_of($1)', [relation])).toEqual([0]);
  expect(await column(db.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
});

test('a role’s name is a name and no code', async ({ db }) => {
  const name = 'x"; grant specql_owner to public; --';
  await db.asAdmin(`create role ${format.ident(name)}`);
  try {
    await db.sql.query('select app.grant_writer($1), app.grant_reader($1), app.revoke_access($1)', [name]);
    expect(await column(db.sql, "select pg_has_role($1, 'specql_owner', 'member')", [name])).toEqual([false]);
  } finally {
    await db.asAdmin(`drop owned by ${format.ident(name)}; drop role ${format.ident(name)}`);
  }
});

test.for(names)('a tenant column named %j is no code in the embedded form either', async (name, { db }) => {
  // Its length is limited, and the name of the audit table has to be in what is run.
  const tenant = `audit_t${name}`.slice(0, 60);
  await db.sql.query(`
    create function app.pwned() returns void language plpgsql as $$ begin raise exception 'pwned'; end $$;
    create table public.tb_t (id uuid primary key, ${format.ident(tenant)} uuid);
    create table app.audit_t (
      audit_id uuid primary key default gen_random_uuid(), entity_id uuid not null, operation_type text not null,
      changed_by uuid, changed_at timestamptz default now(), old_values jsonb, new_values jsonb, change_reason text,
      transaction_id bigint);
    set check_function_bodies = off`);
  await db.sql.query(`select app.enable_audit_cascade('tb_t', p_storage => 'embedded', p_tenant_column => $1)`, [
    tenant,
  ]);
  await db.sql.query(`
    begin; select app.begin_mutation('m'); insert into tb_t values (gen_random_uuid()); select app.end_mutation(); commit`);
});
