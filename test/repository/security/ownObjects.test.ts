import type pg from 'pg';
import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { column, each, outcomes } from '../../harness/tenantBlog.js';

/** An administrator with a schema and an audited table of its own. */
async function administrator(
  db: DatabaseFixture,
  name = 'administrator',
): Promise<{ role: string; client: pg.Client }> {
  const role = await db.createRole(name);
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema ${role} authorization ${role}`);
  return { role, client: await db.connect(role) };
}

async function auditNotes({ client, role }: { client: pg.Client; role: string }): Promise<void> {
  await client.query(`
    create table ${role}.tb_note (id uuid primary key default gen_random_uuid(), body text);
    select app.enable_audit_cascade('${role}.tb_note')`);
}

test('everything that is generated belongs to the owner of the extension, whoever enables', async ({ db }) => {
  await auditNotes(await administrator(db));
  const owners = `
    select distinct pg_get_userbyid(owner)::text from (
      select relowner as owner from pg_class where relnamespace = 'app'::regnamespace
      union all select proowner from pg_proc where pronamespace = 'app'::regnamespace
      union all select typowner from pg_type where typnamespace = 'app'::regnamespace) o`;
  expect(await column(db.sql, owners)).toEqual(['specql_owner']);
});

test('an administrator creates nothing in schema app, and writes no table there', async ({ db }) => {
  const { client } = await administrator(db);
  const statements = [
    "create function app.era_of(text, integer) returns text language sql return 'trap'",
    'create function app.begin_mutation(text) returns uuid language sql return null::uuid',
    'create table app.audit_item (id integer)',
    "insert into app.audited_table (entity, typename, relation, key_columns, level) values ('x', 'X', 'pg_class', '{}', 'row')",
    "update app.audited_table set excluded_columns = '{secret}'",
    'delete from app.audited_table',
    "insert into app.mutation (mutation_id, cascade, session_user_name, tenants) values (gen_random_uuid(), '{}', 'postgres', '{}')",
    "insert into app.mutation_entity (typename, ended_at, mutation_id, tenants) values ('X', now(), gen_random_uuid(), '{}')",
    "select app.store_mutation(gen_random_uuid(), '{}', '{}', '{}', null)",
    "select app.store_given_mutation('note', gen_random_uuid(), '{}')",
    "select app.given_mutation(null, '{}', null)",
    "select app.note_touched('note')",
    'create trigger t before insert on app.audited_table for each row execute function app.note_change_time()',
  ];
  expect(await outcomes(client, statements)).toEqual(each(statements, '42501'));
});

test('the parts that run as the owner of the extension act only for whoever owns the table', async ({ db }) => {
  const { client, role } = await administrator(db);
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, secret text);
    select app.enable_audit_cascade('public.tb_item');
    grant all on public.tb_item to ${role}`);
  const statements = [
    "select app.prepare_audit('public.tb_item', p_exclude => '{secret}')",
    "select app.complete_audit('public.tb_item')",
    "select app.end_audit('public.tb_item', true)",
    "select app.write_baseline_rows('public.tb_item', '{null}', array[jsonb_build_object('id', 1)])",
    "select app.claim_table('public.tb_item')",
    "select app.enable_audit_cascade('public.tb_item')",
    "select app.disable_audit_cascade('public.tb_item')",
    "select app.write_audit_baseline('public.tb_item')",
  ];
  expect(await outcomes(client, statements)).toEqual(each(statements, '42501'));
});

test('a function of somebody else, called by the owner of a table, cannot act for that owner', async ({ db }) => {
  const { client, role } = await administrator(db);
  await db.sql.query("create table public.tb_item (id uuid primary key); select app.enable_audit_cascade('tb_item')");
  await client.query(`
    create function ${role}.innocent(p_call text) returns void language plpgsql security definer as
      $$ begin execute p_call; end $$;
    grant usage on schema ${role} to public`);
  for (const call of [
    "select app.disable_audit_cascade('public.tb_item', true)",
    "select app.end_audit('public.tb_item', true)",
    "select app.prepare_audit('public.tb_item', p_keep_unchanged => true)",
  ]) {
    await expect(db.sql.query(`select ${role}.innocent($1)`, [call])).rejects.toMatchObject({ code: '42501' });
  }
});

test('a claim ends with its call, and leaves the comment of the table as it was', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id uuid primary key);
    comment on table public.tb_item is 'What is sold.';
    begin;
    select app.enable_audit_cascade('tb_item')`);
  expect(await column(db.sql, "select obj_description('tb_item'::regclass, 'pg_class')")).toEqual(['What is sold.']);
  await expect(db.sql.query("select app.complete_audit('tb_item')")).rejects.toMatchObject({ code: '42501' });
});

test('the owner of an audited table cannot put its trigger function on another table', async ({ db }) => {
  const { client, role } = await administrator(db);
  await auditNotes({ client, role });
  await client.query(`create table ${role}.fake (id uuid, body text)`);
  const forge = `create trigger forge after insert on ${role}.fake for each row execute function app.audit_trigger_note()`;
  await expect(client.query(forge)).rejects.toMatchObject({ code: '42501' });

  // By hand, between the two halves, it may; but what it attaches then writes nothing, and ends the second half.
  const prepared = `
    begin;
    select app.claim_table('${role}.tb_note');
    select app.prepare_audit('${role}.tb_note');
    ${forge}`;
  await client.query(prepared);
  await expect(client.query(`insert into ${role}.fake values (gen_random_uuid(), 'forged')`)).rejects.toMatchObject({
    code: '55000',
  });
  await client.query('rollback');
  await client.query(prepared);
  await expect(client.query(`select app.complete_audit('${role}.tb_note')`)).rejects.toMatchObject({
    code: '55000',
    message: `trigger forge of ${role}.fake would write the history of ${role}.tb_note`,
  });
  await client.query('rollback');

  // Left by half, nothing is written at all; enabled again it is whole, and the other trigger has to go first.
  await client.query(`${prepared}; commit`);
  await expect(client.query(`select app.enable_audit_cascade('${role}.tb_note')`)).resolves.toBeDefined();
  expect(await column(db.sql, `select tgname from pg_trigger where tgname = 'forge'`)).toEqual([]);
  await expect(client.query(forge)).rejects.toMatchObject({ code: '42501' });
  await client.query(`insert into ${role}.tb_note (body) values ('true')`);
  expect(await column(db.sql, 'select count(*)::int from app.audit_note')).toEqual([1]);
});

test('another role’s table does not go on with the history of one that was dropped', async ({ db }) => {
  const first = await administrator(db, 'first');
  const second = await administrator(db, 'second');
  await auditNotes(first);
  await first.client.query(
    `insert into ${first.role}.tb_note (body) values ('mine'); drop table ${first.role}.tb_note`,
  );
  await expect(auditNotes(second)).rejects.toMatchObject({
    code: '42501',
    message: `app.audit_note is not the history of a table of ${second.role}`,
  });
  await auditNotes(first);
  expect(await column(first.client, 'select count(*)::int from app.audit_note')).toEqual([1]);
});

test('who gave a table away does not go on with its history once app.maintain has run', async ({ db }) => {
  const first = await administrator(db, 'first');
  const second = await administrator(db, 'second');
  await auditNotes(first);
  await db.asAdmin(`
    alter table ${first.role}.tb_note set schema ${second.role}; alter table ${second.role}.tb_note owner to ${second.role}`);
  await db.sql.query('select app.maintain()');
  await second.client.query(
    `insert into ${second.role}.tb_note (body) values ('theirs'); drop table ${second.role}.tb_note`,
  );
  await expect(auditNotes(first)).rejects.toMatchObject({
    code: '42501',
    message: `app.audit_note is not the history of a table of ${first.role}`,
  });
});

test('only the owner of the extension drops the history of a table that is gone', async ({ db }) => {
  const first = await administrator(db, 'first');
  const second = await administrator(db, 'second');
  await auditNotes(first);
  const [oid] = await column(first.client, `select '${first.role}.tb_note'::regclass::oid`);
  await first.client.query(`drop table ${first.role}.tb_note`);
  for (const call of [`disable_audit_cascade(${String(oid)}::regclass, true)`, `end_audit(${String(oid)}, true)`]) {
    await expect(second.client.query(`select app.${call}`)).rejects.toMatchObject({ code: '42501' });
  }
  await db.sql.query(`select app.disable_audit_cascade(${String(oid)}::regclass, true)`);
  expect(await column(db.sql, `select to_regclass('app.audit_note')`)).toEqual([null]);
});

test('a role made again under its name does not go on with the history of the former one', async ({ db }) => {
  const first = await administrator(db, 'first');
  const second = await administrator(db, 'second');
  await auditNotes(first);
  await first.client.query(`drop table ${first.role}.tb_note`);
  await db.asAdmin(`
    alter role ${first.role} rename to ${first.role}_gone;
    alter role ${second.role} rename to ${first.role}`);
  try {
    await second.client.query(`create table ${second.role}.tb_note (id uuid primary key)`);
    await expect(
      second.client.query(`select app.enable_audit_cascade('${second.role}.tb_note')`),
    ).rejects.toMatchObject({ code: '42501' });
  } finally {
    await db.asAdmin(`
      alter role ${first.role} rename to ${second.role};
      alter role ${first.role}_gone rename to ${first.role}`);
  }
});

test('an audit table from before the extension is gone on with by its owner only', async ({ db }) => {
  const { client, role } = await administrator(db);
  await db.sql.query(`
    create table app.audit_note (audit_id uuid, entity_id uuid, operation_type text, new_values jsonb);
    insert into app.audit_note values (gen_random_uuid(), gen_random_uuid(), 'INSERT', '{}')`);
  await expect(auditNotes({ client, role })).rejects.toMatchObject({ code: '42501' });
  await client.query(`create table ${role}.tb_note (id uuid primary key)`);
  await db.asAdmin(`select app.enable_audit_cascade('${role}.tb_note')`);
  expect(await column(db.sql, 'select count(*)::int from app.audit_note')).toEqual([1]);
});

test('whoever could write an audit table or put a trigger on it before, cannot afterwards', async ({ db }) => {
  const role = await db.createRole('application');
  await db.sql.query(`
    create table public.tb_item (id uuid primary key);
    create table app.audit_item (audit_id uuid, entity_id uuid, operation_type text, new_values jsonb);
    grant all on app.audit_item to ${role};
    grant insert (audit_id) on app.audit_item to ${role};
    grant usage on schema app to ${role};
    select app.enable_audit_cascade('tb_item')`);
  const statements = [
    'insert into app.audit_item (audit_id) values (null)',
    'delete from app.audit_item',
    'truncate app.audit_item',
    'create trigger t before insert on app.audit_item for each row execute function suppress_redundant_updates_trigger()',
  ];
  expect(await outcomes(await db.connect(role), statements)).toEqual(each(statements, '42501'));
});
