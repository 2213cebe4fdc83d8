import { expect } from 'vitest';
import { column, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end, hello, mutate, news } from '../../../harness/cascadeBlog.js';

test('a cascade names the entities of all tables, in the order they first changed', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada'), ('${bob}', 'Bob')`);
  const { updated, deleted, metadata } = await mutate(
    db.sql,
    `insert into tb_post (id, user_id, title) values ('${hello}', '${ada}', 'Hello');
     update tb_user set post_count = 1 where id = '${ada}';
     insert into tb_comment values (7, '${hello}', 'First!');
     delete from tb_user where id = '${bob}';
     update tb_post set title = 'Hello again'`,
  );
  expect(updated.map((e) => [e.__typename, e.id, e.operation])).toEqual([
    ['Post', hello, 'CREATED'],
    ['User', ada, 'UPDATED'],
    ['Comment', '7', 'CREATED'],
  ]);
  expect(updated.map((e) => e.entity)).toMatchObject([
    { title: 'Hello again' },
    { post_count: 1 },
    { pk_comment: 7, body: 'First!' },
  ]);
  expect(deleted.map((e) => [e.__typename, e.id])).toEqual([['User', bob]]);
  expect(metadata).toMatchObject({ affectedCount: 4, depth: 2 });
  expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['Comment', 'Post', 'User']]);
});

test('entities that foreign keys delete are deleted in the cascade', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    insert into tb_user (id, name) values ('${ada}', 'Ada');
    insert into tb_post (id, user_id) values ('${hello}', '${ada}'), ('${news}', '${ada}');
    insert into tb_comment values (1, '${hello}'), (2, '${news}')`);
  const { updated, deleted } = await mutate(db.sql, 'delete from tb_user');
  expect(updated).toEqual([]);
  expect(deleted.map((e) => `${e.__typename} ${e.id}`).sort()).toEqual([
    'Comment 1',
    'Comment 2',
    `Post ${hello}`,
    `Post ${news}`,
    `User ${ada}`,
  ]);
});

test('the depth is 1 when only one entity changed, however often', async ({ db }) => {
  await createBlog(db.sql);
  const { metadata } = await mutate(
    db.sql,
    `insert into tb_user (name) values ('Ada'); update tb_user set name = 'Ida'`,
  );
  expect(metadata).toMatchObject({ depth: 1, affectedCount: 1 });
});

test('a composite key is an object, as text', async ({ db }) => {
  await db.sql.query(`
    create table public.order_line (order_no integer, line_no smallint, amount numeric, primary key (order_no, line_no));
    select app.enable_audit_cascade('public.order_line')`);
  const { updated } = await mutate(
    db.sql,
    'insert into order_line values (1, 1, 9.50); insert into order_line values (1, 2, 5)',
  );
  expect(updated.map((e) => [e.__typename, JSON.parse(e.id) as unknown])).toEqual([
    ['OrderLine', { order_no: 1, line_no: 1 }],
    ['OrderLine', { order_no: 1, line_no: 2 }],
  ]);
});

test('an entity that gets another id ends, and a new one begins', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada')`);
  const { updated, deleted } = await mutate(db.sql, `update tb_user set id = '${bob}'`);
  expect(updated).toMatchObject([{ id: bob, operation: 'CREATED', entity: { name: 'Ada' } }]);
  expect(deleted).toMatchObject([{ id: ada }]);
});

test('what is excluded or redacted is so in the cascade', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    select app.enable_audit_cascade('tb_user', p_exclude => '{post_count}', p_redact => '{name}')`);
  const { updated } = await mutate(db.sql, `insert into tb_user (id, name) values ('${ada}', 'Ada')`);
  expect(updated[0]?.entity).toEqual({ id: ada, name: '***', deleted_at: null });
});

test('the cascade so far can be asked for without ending the mutation', async ({ db }) => {
  await createBlog(db.sql);
  const current = () => value(db.sql, 'select app.current_cascade()');
  expect(await current()).toBeNull();
  await transaction(db.sql, async () => {
    expect(await current()).toBeNull();
    await db.sql.query(`select app.begin_mutation('outer')`);
    expect(await current()).toMatchObject({ updated: [], deleted: [], invalidations: [] });
    await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada'); select app.begin_mutation('inner')`);
    expect(await current()).toMatchObject({ updated: [{ id: ada, operation: 'CREATED', entity: { name: 'Ada' } }] });
    await end(db.sql, [{ queryName: 'users' }]);
    await db.sql.query(`update tb_user set name = 'Ida'`);
    const now = (await current()) as object;
    expect(now).toMatchObject({ updated: [{ entity: { name: 'Ida' } }], invalidations: [{ queryName: 'users' }] });
    const { metadata, ...ended } = await end(db.sql);
    expect(now).toMatchObject(ended);
    expect(metadata.affectedCount).toBe(1);
    expect(await current()).toBeNull();
  });
});
