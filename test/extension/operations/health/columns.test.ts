import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { column, createBlog } from '../../../harness/tenantBlog.js';
import { expectMended } from '../../../harness/healthFindings.js';

test('a key or tenant column that was renamed', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(
    'alter table blog.tb_post rename id to post_id; alter table blog.tb_comment rename tenant_id to customer_id',
  );
  await expectMended(db.sql, [
    ['columns', 'blog.tb_comment no longer has tenant_id, which holds the tenant'],
    ['columns', 'blog.tb_post no longer has id, which identifies its rows'],
    ['definition', 'blog.tb_post'],
  ]);
  expect(await column(db.sql, "select tenant_column from app.audited_table where entity = 'comment'")).toEqual([
    'customer_id',
  ]);
  expect(await column(db.sql, "select key_columns::text from app.audited_table where entity = 'post'")).toEqual([
    '{post_id}',
  ]);
});

test('an ignored, excluded or redacted column that is gone', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`
    alter table blog.tb_post add seen_at timestamptz, add token text, add card text, add pin text;
    select app.enable_audit_cascade('blog.tb_post', p_ignore => '{seen_at}', p_exclude => '{token}', p_redact => '{card,pin}');
    alter table blog.tb_post drop column seen_at, drop column token, drop column card`);
  await expectMended(db.sql, [
    [
      'columns',
      'blog.tb_post no longer has card, which is redacted: under a new name it is stored; seen_at, which is ignored; token, which is excluded',
    ],
  ]);
  expect(await column(db.sql, "select redacted_columns::text from app.audited_table where entity = 'post'")).toEqual([
    '{pin}',
  ]);
});
