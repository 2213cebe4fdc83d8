import { test } from '../../../harness/fixture.js';
import { createBlog } from '../../../harness/tenantBlog.js';
import { expectMended } from '../../../harness/healthFindings.js';

test('a table that was dropped', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('drop table blog.tb_post');
  await expectMended(db.sql, [['audited_table_exists', 'the table of entity post is gone']]);
});

test('an audit table that lost a column', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('alter table app.audit_post drop column client_addr, drop column cascade_source cascade');
  await expectMended(db.sql, [
    ['definition', 'blog.tb_post'],
    ['audit_table', 'app.audit_post lacks column cascade_source'],
    ['audit_table', 'app.audit_post lacks column client_addr'],
    ['generated_objects', 'view v_post_cascade_audit of entity post is missing'],
    ['generated_objects', 'view v_post_recent_cascade_mutations of entity post is missing'],
  ]);
});

test('generated functions and views that were dropped', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`
    drop view app.v_post_cascade_audit;
    drop function app.collect_post_changes;
    drop function app.get_post_audit_history`);
  await expectMended(db.sql, [
    ['generated_objects', 'collect_post_changes of entity post is missing'],
    ['generated_objects', 'get_post_audit_history of entity post is missing'],
    ['generated_objects', 'view v_post_cascade_audit of entity post is missing'],
  ]);
});

test.for(['outbox', 'mutation_events'])('a segment that was detached from %s', async (log, { db }) => {
  await db.sql.query(`alter table app.${log} detach partition app.${log}_s3`);
  await expectMended(db.sql, [['segments', `app.${log}_s3 is no segment of app.${log}`]]);
});
