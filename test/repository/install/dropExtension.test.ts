import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const posts = `
  create table public.tb_post (id integer primary key);
  select app.enable_audit_cascade('public.tb_post');
  insert into public.tb_post values (1)`;

test('the extension cannot be dropped while tables are audited, or their history is kept', async ({ db }) => {
  await db.sql.query(posts);
  await expect(db.sql.query('drop extension specql_cdc')).rejects.toMatchObject({
    code: '2BP01',
    detail: expect.stringContaining('trigger audit_trigger_post_insert on table tb_post') as string,
  });
  await db.sql.query("select app.disable_audit_cascade('public.tb_post')");
  await expect(db.sql.query('drop extension specql_cdc')).rejects.toMatchObject({
    code: '2BP01',
    detail: expect.stringContaining('table app.audit_post') as string,
  });
  await db.sql.query("insert into public.tb_post values (2); select app.disable_audit_cascade('public.tb_post', true)");
  await db.sql.query('drop extension specql_cdc');
  expect(await column(db.sql, "select proname from pg_proc where pronamespace = 'app'::regnamespace")).toEqual([]);
  expect(await column(db.sql, "select relname from pg_class where relnamespace = 'app'::regnamespace")).toEqual([]);
});

test('dropped with CASCADE it leaves history, and tables that can be written; installed again it goes on', async ({
  db,
}) => {
  await db.sql.query(`
    ${posts};
    create table public.tb_tag (name text);
    select app.enable_audit_cascade('public.tb_tag')`);
  await db.sql.query('drop extension specql_cdc cascade');
  await db.sql.query(
    "insert into public.tb_post values (2); insert into public.tb_tag values ('x'); truncate public.tb_tag",
  );
  expect(await column(db.sql, 'select new_values from app.audit_post')).toEqual([{ id: 1 }]);

  await db.sql.query("create extension specql_cdc; select app.enable_audit_cascade('public.tb_post')");
  await db.sql.query('update public.tb_post set id = 3 where id = 2');
  expect(await column(db.sql, 'select operation_type from app.audit_post order by changed_at, operation_type')).toEqual(
    ['INSERT', 'DELETE', 'INSERT'],
  );
  expect(await column(db.sql, 'select operation_type from app.get_post_audit_history(1)')).toEqual(['INSERT']);
  expect(await column(db.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
});
