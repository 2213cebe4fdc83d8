import { expect } from 'vitest';
import { column } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { createBlog } from '../../../harness/tenantBlog.js';
import { expectMended, findings } from '../../../harness/healthFindings.js';

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

const triggers = `select relname from pg_trigger t join pg_class c on c.oid = t.tgrelid where tgname ~ 'audit_trigger' group by 1 order by 1`;

test('a partition that was detached, truncated alone', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_measure (id integer, year integer) partition by list (year);
    create table public.tb_measure_2024 partition of tb_measure for values in (2024);
    create table public.tb_measure_2025 partition of tb_measure for values in (2025);
    select app.enable_audit_cascade('tb_measure');
    alter table tb_measure detach partition tb_measure_2024`);
  await expectMended(db.sql, [['coverage', 'public.tb_measure_2024 no longer belongs to audited public.tb_measure']]);
  await db.sql.query('insert into tb_measure_2024 values (1, 2024); truncate tb_measure_2024');
  expect(await column(db.sql, 'select count(*)::int from app.audit_measure')).toEqual([0]);
  expect(await column(db.sql, triggers)).toEqual(['tb_measure', 'tb_measure_2025']);
});

test('a child that inherits no longer', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`
    create table blog.tb_video () inherits (blog.tb_post);
    select app.enable_audit_cascade('blog.tb_post');
    alter table blog.tb_video no inherit blog.tb_post`);
  await expectMended(db.sql, [
    ['coverage', 'blog.tb_video no longer belongs to audited blog.tb_post'],
    ['definition', 'blog.tb_post'],
  ]);
  expect(await column(db.sql, triggers)).not.toContain('tb_video');
});

test('disabling takes the triggers off a partition that was detached; without its table they are to be dropped', async ({
  db,
}) => {
  const create = `
    create table public.tb_measure (id integer, year integer) partition by list (year);
    create table public.tb_measure_2024 partition of tb_measure for values in (2024);
    select app.enable_audit_cascade('tb_measure');
    alter table tb_measure detach partition tb_measure_2024`;
  await db.sql.query(`${create}; select app.disable_audit_cascade('tb_measure')`);
  expect(await column(db.sql, triggers)).toEqual([]);
  await db.sql.query(`drop table tb_measure, tb_measure_2024; ${create}; drop table tb_measure`);
  const found = (await findings(db.sql)).filter(({ check }) => check === 'coverage');
  expect(found).toMatchObject([
    { hint: 'Run: drop trigger audit_trigger_measure_truncate on public.tb_measure_2024.' },
  ]);
  await db.sql.query(/drop.*(?=\.)/.exec(String(found[0]?.hint))?.[0] ?? '');
  expect(await column(db.sql, triggers)).toEqual([]);
});
