import { expect } from 'vitest';
import { failure } from '../../harness/events.js';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const secret = 'hunter2-hunter2';

test('an excluded or redacted value is stored nowhere and said in no error', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id uuid primary key default gen_random_uuid(), name text, password text, pin text);
    select app.enable_audit_cascade('public.tb_user', p_exclude => '{password}', p_redact => '{pin}')`);
  await db.sql.query(`
    begin;
    select app.begin_mutation('register');
    insert into public.tb_user (name, password, pin) values ('Ada', '${secret}', '${secret}');
    update public.tb_user set name = 'Ada L.', password = '${secret}2', pin = '${secret}2';
    select app.write_outbox_event('User', gen_random_uuid(), 'UserRegistered', app.current_cascade());
    select app.end_mutation();
    delete from public.tb_user;
    commit`);
  const tables = await column(
    db.sql,
    "select oid::regclass::text from pg_class where relnamespace = 'app'::regnamespace and relkind in ('r', 'v')",
  );
  for (const table of tables) {
    expect([
      table,
      await column(db.sql, `select t::text from ${String(table)} t where t::text like '%${secret}%'`),
    ]).toEqual([table, []]);
  }

  await db.sql.query("set app.user_id = 'nonsense'");
  const error: unknown = await db.sql
    .query(`insert into public.tb_user (password, pin) values ('${secret}', '${secret}')`)
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: '22P02' });
  expect(JSON.stringify(error)).not.toContain(secret);
});

test('an audit table that refuses a row does not show the row in its error', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_user (id uuid primary key default gen_random_uuid(), password text);
    select app.enable_audit_cascade('public.tb_user', p_redact => '{password}');
    alter table app.audit_user add check (operation_type <> 'INSERT')`);
  const error: unknown = await db.sql
    .query(`insert into public.tb_user (password) values ('${secret}')`)
    .catch((e: unknown) => e);
  expect(error).toMatchObject({ code: '23514' });
  expect(JSON.stringify(error)).not.toContain(secret);
});

test('the secret of the marks is kept from administrators whom row-level security does not hold', async ({ db }) => {
  const admin = await db.createRole('admin');
  await db.sql.query('select app.grant_administrator($1)', [admin]);
  await db.asAdmin(`alter role ${admin} bypassrls`);
  const sql = await db.connect(admin);
  for (const table of ['mutation_key', 'mutation_touch']) {
    expect(await failure(sql.query(`select from app.${table}`))).toMatchObject({ code: '42501' });
  }
});
