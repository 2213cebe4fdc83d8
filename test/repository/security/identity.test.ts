import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, createBlog, each, outcomes } from '../../harness/tenantBlog.js';

test('a writer cannot sign as another role', async ({ db }) => {
  const role = await db.createRole('writer');
  const group = await db.createRole('group');
  await db.asAdmin(`grant ${group} to ${role}`);
  await createBlog(db, group);
  await db.sql.query('select app.grant_writer($1)', [group]);
  const writer = await db.connect(role);
  await writer.query(`
    set role ${group};
    set app.session_user_name = 'postgres';
    set app.user_id = '00000000-0000-4000-8000-00000000000a';
    set application_name = 'payroll';
    begin;
    select app.begin_mutation('forge');
    insert into blog.tb_post default values;
    select app.end_mutation();
    commit`);
  const signed = `select array[session_user_name, application_name, changed_by::text] from app.audit_post`;
  // What whoever runs SQL says of itself is recorded beside what the server knows.
  expect(await column(db.sql, signed)).toEqual([[role, 'payroll', '00000000-0000-4000-8000-00000000000a']]);
  expect(await column(db.sql, 'select session_user_name from app.mutation')).toEqual([role]);
});

test('a trigger function serves its own table only', async ({ db }) => {
  const role = await db.createRole('writer');
  await createBlog(db, role);
  await db.sql.query('select app.grant_writer($1), app.grant_reader($1)', [role]);
  await db.asAdmin(`create schema mine authorization ${role}`);
  const writer = await db.connect(role);
  await writer.query('create table mine.tb_post (id uuid, tenant_id uuid, title text)');
  const trigger = 'after insert on mine.tb_post';
  const statements = [
    'select app.audit_trigger_post()',
    `create trigger forge ${trigger} referencing new table as new_rows for each statement execute function app.audit_trigger_post()`,
    `create trigger forge ${trigger} for each row execute function app.note_change_time('post')`,
    'create trigger forge before insert on mine.tb_post for each row execute function app.apply_new_access()',
    'alter function app.audit_trigger_post() reset all',
    'create or replace function app.audit_trigger_post() returns trigger language plpgsql as $$ begin return null; end $$',
    'alter table blog.tb_post disable trigger audit_trigger_post_insert',
    'drop trigger audit_trigger_post_insert on blog.tb_post',
    'alter table blog.tb_post disable trigger all',
    'set session_replication_role = replica',
  ];
  expect(await outcomes(writer, statements)).toEqual(each(statements, '42501'));
});
