import type pg from 'pg';
import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { column, createBlog, each, outcomes, publish, tenantA, tenantB } from '../../harness/tenantBlog.js';

/** An administrator who does not own the extension, with a schema of its own. */
async function administrator(db: DatabaseFixture): Promise<{ role: string; client: pg.Client }> {
  const role = await db.createRole('administrator');
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema annex authorization ${role}`);
  return { role, client: await db.connect(role) };
}

test('an administrator who does not own the extension audits a table of its own', async ({ db }) => {
  const { client, role } = await administrator(db);
  const writer = await db.createRole('writer');
  await client.query(`
    create table annex.tb_note (id uuid primary key default gen_random_uuid(), tenant_id uuid, body text);
    create function annex.react() returns trigger language plpgsql as 'begin return null; end';
    create trigger react after insert on annex.tb_note for each row execute function annex.react();
    select app.enable_audit_cascade('annex.tb_note');
    select app.grant_writer('${writer}');
    grant usage on schema annex to ${writer};
    grant insert on annex.tb_note to ${writer}`);

  const session = await db.connect(writer);
  await session.query('begin');
  await session.query("select app.begin_mutation('take_note', $1)", [tenantA]);
  await session.query("insert into annex.tb_note (tenant_id, body) values ($1, 'collected')", [tenantA]);
  expect(await column(session, "select app.end_mutation() -> 'updated' -> 0 -> 'entity' ->> 'body'")).toEqual([
    'collected',
  ]);
  await session.query("select set_config('app.cascade_data', '{\"updated\": []}', true)");
  await session.query("insert into annex.tb_note (body) values ('given')");
  await session.query('commit');

  expect(await column(client, 'select count(*)::int from app.audit_note')).toEqual([2]);
  expect(await column(client, 'select count(*)::int from app.mutation')).toEqual([2]);
  expect(await column(db.sql, 'select enabled_by from app.audited_table')).toEqual([role]);
  expect(await column(client, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
});

test('readers read what an administrator audits, granted before or after, by whomever', async ({ db }) => {
  const { client } = await administrator(db);
  const [early, late] = [await db.createRole('early'), await db.createRole('late')];
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [early, tenantA]);
  await client.query(`
    create table annex.tb_note (id uuid primary key default gen_random_uuid(), tenant_id uuid);
    select app.enable_audit_cascade('annex.tb_note');
    insert into annex.tb_note (tenant_id) values ('${tenantA}'), ('${tenantB}')`);
  await client.query('select app.grant_reader($1, array[$2::uuid])', [late, tenantB]);
  expect(await column(await db.connect(early), 'select tenant_id from app.audit_note')).toEqual([tenantA]);
  expect(await column(await db.connect(late), 'select tenant_id from app.audit_note')).toEqual([tenantB]);
  expect(
    await column(
      await db.connect(late),
      'select 1 from app.get_note_audit_history((select entity_id from app.audit_note))',
    ),
  ).toEqual([1]);
});

test('an administrator reads every tenant and every log, and does what there is to do', async ({ db }) => {
  await createBlog(db);
  const id = await publish(db.sql, tenantA, 'of A');
  const { client } = await administrator(db);
  await db.sql.query("select app.write_outbox_event('Post', gen_random_uuid(), 'PostCreated', '{}')");
  const statements = [
    'select 1 / (select count(*) from app.audit_post)',
    'select 1 / (select count(*) from app.mutation)',
    'select 1 / (select count(*) from app.outbox)',
    'select 1 / (select count(*) from app.access_grant)',
    `select 1 / count(*) from app.get_post_audit_history('${id}')`,
    "select 1 / count(*) from app.get_table_as_of((select table_name from app.v_audited_tables where entity = 'post'))",
    'select 1 / count(*) from app.health_check()',
    'select app.cleanup_outbox()',
    'select app.apply_access()',
  ];
  expect(await outcomes(client, statements)).toEqual(each(statements, 'ok'));
});

test('an administrator neither rewrites history nor touches the tables of others', async ({ db }) => {
  await createBlog(db);
  await publish(db.sql, tenantA, 'of A');
  const { client } = await administrator(db);
  const statements = [
    'delete from app.audit_post',
    "update app.audit_post set session_user_name = 'nobody'",
    'insert into app.audit_post (operation_type, changed_at) values (null, now())',
    'delete from app.mutation',
    "update app.mutation set source = 'other'",
    'delete from app.outbox',
    'delete from app.access_grant',
    "select app.enable_audit_cascade('blog.tb_post')",
    'drop table app.audit_post',
    'drop extension specql_cdc',
    'create trigger forge after insert on annex.tb_fake for each row execute function app.audit_trigger_post()',
  ];
  await client.query('create table annex.tb_fake (id uuid primary key, tenant_id uuid, title text)');
  expect(await outcomes(client, statements)).toEqual(each(statements, '42501'));
});

test('an administrator cannot replace what auditing generated for its table', async ({ db }) => {
  const { client } = await administrator(db);
  await client.query(
    "create table annex.tb_note (id uuid primary key); select app.enable_audit_cascade('annex.tb_note')",
  );
  const statements = [
    `create or replace function app.collect_note_changes(p_transaction_id bigint, p_mutation_id uuid)
      returns app.change[] language sql return '{}'::app.change[]`,
    'alter function app.collect_note_changes(bigint, uuid) security invoker',
    'alter function app.audit_trigger_note() reset all',
    'alter table app.audit_note disable row level security',
    'update app.audit_note set session_user_name = null',
  ];
  expect(await outcomes(client, statements)).toEqual(each(statements, '42501'));
});
