import { test } from '../../harness/fixture.js';
import { createBlog } from '../blog.js';
import { expectMended } from './findings.js';

test('a child that was added later', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('create table blog.tb_video () inherits (blog.tb_post)');
  await expectMended(db.sql, [
    ['coverage', 'blog.tb_post got children or lost its unique key'],
    ['coverage', 'blog.tb_video belongs to audited blog.tb_post but has no audit triggers'],
    ['definition', 'blog.tb_post'],
  ]);
});

test('a partition that was attached later, truncated alone', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_measure (id integer, year integer) partition by list (year);
    select app.enable_audit_cascade('tb_measure');
    create table public.tb_measure_2025 partition of tb_measure for values in (2025)`);
  await expectMended(db.sql, [['coverage', 'TRUNCATE of public.tb_measure_2025 alone leaves no marker']]);
});

test('a table that lost its unique key', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('alter table blog.tb_post drop constraint tb_post_pkey');
  await expectMended(db.sql, [
    ['coverage', 'blog.tb_post got children or lost its unique key'],
    ['definition', 'blog.tb_post'],
  ]);
});
