import { expect } from 'vitest';
import { ada, bob, createBlog, hello } from '../../../harness/cascadeBlog.js';
import { column, rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const tenant = '11111111-0000-4000-8000-000000000001';
const other = '22222222-0000-4000-8000-000000000002';

test('a history tells each change, the latest first', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    begin; set local app.user_id = '${bob}'; set local app.change_reason = 'typo';
    insert into tb_user (id, name) values ('${ada}', 'Ada'), ('${bob}', 'Bob'); commit;
    update tb_user set name = 'Ida' where id = '${ada}';
    delete from tb_user`);
  const image = (name: string) => ({ id: ada, name, post_count: 0, deleted_at: null });
  expect(
    await rows(
      db.sql,
      `select h.operation_type, h.changed_by, h.old_values, h.new_values, h.change_reason, h.changed_at = a.changed_at as same
       from app.get_user_audit_history($1, null) h join app.audit_user a using (audit_id)`,
      [ada],
    ),
  ).toEqual([
    {
      operation_type: 'DELETE',
      changed_by: null,
      old_values: image('Ida'),
      new_values: null,
      change_reason: null,
      same: true,
    },
    {
      operation_type: 'UPDATE',
      changed_by: null,
      old_values: image('Ada'),
      new_values: image('Ida'),
      change_reason: null,
      same: true,
    },
    {
      operation_type: 'INSERT',
      changed_by: bob,
      old_values: null,
      new_values: image('Ada'),
      change_reason: 'typo',
      same: true,
    },
  ]);
});

test('changes of the same moment are in the order of their audit ids', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    insert into tb_user (id) values ('${ada}');
    do $$ begin for i in 1..20 loop update tb_user set post_count = i; end loop; end $$;
    update app.audit_user set changed_at = '2024-01-01' where (new_values ->> 'post_count')::int % 2 = 1;
    update app.audit_user set changed_at = '2024-01-01' where (new_values ->> 'post_count')::int % 2 = 0`);
  const expected = await column(db.sql, 'select audit_id::text from app.audit_user order by audit_id desc');
  for (const history of ['get_user_audit_history', 'get_user_audit_history_with_cascade']) {
    expect(await column(db.sql, `select audit_id::text from app.${history}($1)`, [ada])).toEqual(expected);
  }
});

test('a history comes in pages', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    insert into tb_user (id) values ('${ada}');
    do $$ begin for i in 1..110 loop update tb_user set post_count = i; end loop; end $$`);
  for (const history of ['get_user_audit_history', 'get_user_audit_history_with_cascade']) {
    const counts = (page: string) =>
      column(db.sql, `select (new_values ->> 'post_count')::int from app.${history}('${ada}', ${page})`);
    expect(await counts('null, 3')).toEqual([110, 109, 108]);
    expect(await counts('null, 3, 2')).toEqual([108, 107, 106]);
    expect(await counts('p_offset => 109')).toEqual([1, 0]);
    expect(await counts('null, 0')).toEqual([]);
    expect(await counts('null')).toHaveLength(100);
    expect(await counts('null, null')).toHaveLength(111);
    await expect(counts('null, -1')).rejects.toMatchObject({ code: '2201W' });
    await expect(counts('null, 1, -1')).rejects.toMatchObject({ code: '2201X' });
  }
});

test('a history is of one tenant, or of all', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    insert into tb_post (id, title, tenant_id) values ('${hello}', 'one', '${tenant}');
    update tb_post set title = 'two', tenant_id = '${other}'; update tb_post set title = 'three', tenant_id = null`);
  for (const history of ['get_post_audit_history', 'get_post_audit_history_with_cascade']) {
    const titles = (of: string | null) =>
      column(db.sql, `select new_values ->> 'title' from app.${history}($1, $2)`, [hello, of]);
    expect(await titles(null)).toEqual(['three', 'two', 'one']);
    expect(await titles(tenant)).toEqual(['one']);
    expect(await titles(other)).toEqual(['two', 'one'].slice(0, 1));
  }
});

test('what never was has no history', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_user (id) values ('${ada}')`);
  expect(await rows(db.sql, 'select * from app.get_user_audit_history($1)', [bob])).toEqual([]);
  expect(await rows(db.sql, 'select * from app.get_user_audit_history(null)')).toEqual([]);
});

test('without a key, a row is found by the values it has or had', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_log (line text, level int); select app.enable_audit_cascade('public.tb_log');
    insert into tb_log values ('a', 1), ('b', 1); update tb_log set line = 'c' where line = 'a'; delete from tb_log`);
  for (const history of ['get_log_audit_history', 'get_log_audit_history_with_cascade']) {
    const changes = (values: object) =>
      column(
        db.sql,
        `select concat_ws(' ', operation_type, old_values ->> 'line', new_values ->> 'line') from app.${history}($1)`,
        [JSON.stringify(values)],
      );
    expect(await changes({ line: 'a' })).toEqual(['UPDATE a c', 'INSERT a']);
    expect(await changes({ line: 'c', level: 1 })).toEqual(['DELETE c', 'UPDATE a c']);
    expect(await changes({ line: 'b', level: 2 })).toEqual([]);
    expect(await changes({ level: 1 })).toHaveLength(5);
  }
});
