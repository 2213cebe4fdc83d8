import { test } from '../../../harness/fixture.js';
import { createBlog } from '../../../harness/tenantBlog.js';
import { expectMended } from '../../../harness/healthFindings.js';

test('a trigger that was dropped', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('drop trigger audit_trigger_post_update on blog.tb_post');
  await expectMended(db.sql, [
    ['triggers', 'audit triggers of blog.tb_post are missing or do not fire: one was dropped'],
  ]);
});

test('triggers that were dropped, all of them, with their function', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('drop function app.audit_trigger_post() cascade');
  await expectMended(db.sql, [
    ['triggers', 'blog.tb_post has no audit triggers'],
    ['generated_objects', 'audit_trigger_post of entity post is missing'],
  ]);
});

test('triggers that were disabled', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('alter table blog.tb_post disable trigger audit_trigger_post_delete');
  await db.sql.query('alter table blog.tb_comment disable trigger user');
  await expectMended(db.sql, [
    ['triggers', 'audit triggers of blog.tb_comment are missing or do not fire: audit_trigger_comment_'],
    ['triggers', 'audit triggers of blog.tb_post are missing or do not fire: audit_trigger_post_delete'],
  ]);
});

test('a trigger that no longer fires for replicated changes', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`
    select app.enable_audit_cascade('blog.tb_post', p_replica => true);
    do $$ declare v_trigger name; begin
      for v_trigger in select tgname from pg_trigger where tgrelid = 'blog.tb_post'::regclass and not tgisinternal loop
        execute format('alter table blog.tb_post enable trigger %I', v_trigger);
      end loop;
    end $$`);
  await expectMended(db.sql, [['triggers', 'audit triggers of blog.tb_post are missing or do not fire']]);
});

test('a session whose changes are not audited', async ({ db }) => {
  const admin = await db.connect('postgres');
  await admin.query('set session_replication_role = replica');
  await expectMended(admin, [['replication_role', 'session_replication_role is replica']]);
});
