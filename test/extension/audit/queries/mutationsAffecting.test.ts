import { expect } from 'vitest';
import { ada, createBlog, hello, mutate, news } from '../../../harness/cascadeBlog.js';
import { column, rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

const tenant = '11111111-0000-4000-8000-000000000001';
const names = 'select mutation_name from app.get_mutations_affecting_entity';

test('there is one row for each mutation, over all tables, with its first change', async ({ db }) => {
  await createBlog(db.sql);
  const cascade = await mutate(
    db.sql,
    `insert into tb_post (id) values ('${hello}'); insert into tb_post (id) values ('${news}'); insert into tb_user (id) values ('${ada}'); update tb_post set title = 'x'`,
    'create_posts',
  );
  for (const type of ['Post', 'User']) {
    expect(await rows(db.sql, 'select * from app.get_mutations_affecting_entity($1)', [type])).toEqual([
      {
        audit_id: await value(
          db.sql,
          `select audit_id from app.audit_post where operation_type = 'INSERT' and entity_id = '${hello}'`,
        ),
        primary_entity_id: hello,
        mutation_name: 'create_posts',
        changed_at: await value(db.sql, 'select ended_at from app.mutation'),
        cascade_data: cascade,
      },
    ]);
  }
});

test('collected and given mutations are found, whatever became of the entities', async ({ db }) => {
  await createBlog(db.sql);
  const give = (data: string, source: string) =>
    `begin; set local app.cascade_data = '${data}'; set local app.cascade_source = '${source}'; insert into tb_comment values (1); commit`;
  await mutate(db.sql, `insert into tb_user (id) values ('${ada}')`, 'created');
  await mutate(db.sql, 'update tb_user set post_count = 1', 'updated');
  await db.sql.query(give('{"updated": [{"__typename": "User"}]}', 'given_updated'));
  await mutate(db.sql, 'delete from tb_user; delete from tb_comment', 'deleted');
  await db.sql.query(give('{"deleted": [{"__typename": "User"}]}', 'given_deleted'));
  await mutate(db.sql, 'truncate tb_user cascade', 'truncated');
  await mutate(db.sql, `insert into tb_post (id) values ('${hello}')`, 'of_another_type');
  await db.sql.query(
    `begin; select app.begin_mutation('unfinished'); insert into tb_user (id) values ('${ada}'); commit`,
  );
  expect(await column(db.sql, `${names}('User')`)).toEqual([
    'truncated',
    'given_deleted',
    'deleted',
    'given_updated',
    'updated',
    'created',
  ]);
  expect(await column(db.sql, `${names}('user')`)).toEqual([]);
});

test('the latest come first, at most as many as asked for, of one tenant or all', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`set app.tenant_id = '${tenant}'`);
  await mutate(db.sql, `insert into tb_user (id) values ('${ada}')`, 'of the tenant');
  await db.sql.query('reset app.tenant_id');
  for (let i = 1; i <= 101; i++) await mutate(db.sql, `update tb_user set post_count = ${i}`, String(i));
  expect(await column(db.sql, `${names}('User', null, 2)`)).toEqual(['101', '100']);
  expect(await column(db.sql, `${names}('User')`)).toHaveLength(100);
  expect(await column(db.sql, `${names}('User', null, null)`)).toHaveLength(102);
  expect(await column(db.sql, `${names}('User', '${tenant}')`)).toEqual(['of the tenant']);
  expect(await column(db.sql, `${names}('User', '${ada}')`)).toEqual([]);
});

test('the primary entity is null when its id is no uuid', async ({ db }) => {
  await createBlog(db.sql);
  await mutate(db.sql, `insert into tb_comment values (1); insert into tb_post (id) values ('${hello}')`);
  expect(
    await rows(db.sql, `select primary_entity_id, audit_id from app.get_mutations_affecting_entity('Post')`),
  ).toEqual([{ primary_entity_id: null, audit_id: await value(db.sql, 'select audit_id from app.audit_comment') }]);
});

test('the type is a value, and must be given', async ({ db }) => {
  expect(
    await rows(db.sql, 'select * from app.get_mutations_affecting_entity($1)', [`Post'; drop table app.mutation; --`]),
  ).toEqual([]);
  for (const type of [null, '']) {
    await expect(rows(db.sql, 'select * from app.get_mutations_affecting_entity($1)', [type])).rejects.toMatchObject({
      code: '22004',
      message: 'p_entity_type is missing',
    });
  }
});
