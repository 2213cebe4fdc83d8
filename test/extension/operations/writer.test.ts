import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { auditedTitles, column, createBlog, each, outcomes, publish, tenantA } from '../../harness/tenantBlog.js';

test('a writer without rights on audit tables does audited DML and mutations', async ({ db }) => {
  const role = await db.createRole('writer');
  await createBlog(db, role);
  await db.sql.query('select app.grant_writer($1)', [role]);
  const writer = await db.connect(role);

  await publish(writer, tenantA, 'in a mutation');
  await writer.query("insert into blog.tb_post (tenant_id, title) values ($1, 'outside')", [tenantA]);
  await writer.query("update blog.tb_post set title = title || '!'");
  await writer.query('delete from blog.tb_post');

  expect(await auditedTitles(db.sql)).toEqual(['in a mutation', 'in a mutation!', 'outside', 'outside!']);
  expect(await column(db.sql, 'select distinct session_user_name from app.audit_post')).toEqual([role]);
  expect(await column(db.sql, 'select session_user_name from app.mutation')).toEqual([role]);
});

test('whoever may write a table needs no right of ours, also when it has triggers of its own', async ({ db }) => {
  const role = await db.createRole('stranger');
  await db.sql.query(`
    create schema blog;
    create table blog.tb_tag (id integer primary key);
    create function blog.react() returns trigger language plpgsql as 'begin return null; end';
    create trigger react after insert or update or delete on blog.tb_tag for each row execute function blog.react();
    select app.enable_audit_cascade('blog.tb_tag');
    grant usage on schema blog to ${role};
    grant all on blog.tb_tag to ${role}`);
  const stranger = await db.connect(role);
  await stranger.query(
    'insert into blog.tb_tag values (1); update blog.tb_tag set id = 2; delete from blog.tb_tag; truncate blog.tb_tag',
  );
  expect(await column(db.sql, 'select count(*)::int from app.audit_tag')).toEqual([5]);
});

test('a given cascade needs no right either', async ({ db }) => {
  const role = await db.createRole('writer');
  await createBlog(db, role);
  const writer = await db.connect(role);
  await writer.query('begin');
  await writer.query(
    "select set_config('app.cascade_data', '{\"updated\": [], \"deleted\": []}', true), set_config('app.cascade_source', 'given', true)",
  );
  await writer.query('insert into blog.tb_post default values');
  await writer.query('commit');
  expect(await column(db.sql, 'select source from app.mutation')).toEqual(['given']);
});

test('a writer may do nothing else', async ({ db }) => {
  const role = await db.createRole('writer');
  await createBlog(db, role);
  await db.sql.query('select app.grant_writer($1)', [role]);
  const statements = [
    'select from app.audit_post',
    'insert into app.audit_post (operation_type, changed_at) values (null, now())',
    'delete from app.audit_post',
    'truncate app.audit_post',
    'select from app.mutation',
    'update app.mutation set source = null',
    'select from app.access_grant',
    'select from app.v_my_access',
    'select from app.outbox',
    'select from app.mutation_events',
    "select from app.get_mutations_affecting_entity('Post')",
    'select from app.get_transaction_changes(1)',
    'select from app.get_post_audit_history(gen_random_uuid())',
    'select app.collect_post_changes(1, gen_random_uuid())',
    "select app.store_mutation(gen_random_uuid(), '{}', '{}', '{}', null)",
    "select app.store_given_mutation('post', gen_random_uuid(), '{}')",
    "select app.given_mutation(null, '{}', null)",
    "select app.note_touched('post')",
    "select app.new_mutation_id('secret')",
    'select from app.mutation_key',
    'select from app.mutation_touch',
    "select app.enable_audit_cascade('blog.tb_post')",
    "select app.disable_audit_cascade('blog.tb_post')",
    "select app.grant_writer('postgres')",
    'select app.apply_access()',
    'select app.cleanup_outbox()',
    'select app.mark_outbox_processed(gen_random_uuid())',
    'select from app.health_check()',
    'create table app.mine ()',
  ];
  expect(await outcomes(await db.connect(role), statements)).toEqual(each(statements, '42501'));
});
