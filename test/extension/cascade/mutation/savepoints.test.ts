import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

test('a rollback to a savepoint takes its rows and its part of the cascade with it', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, metadata } = await mutate(
    db.sql,
    `insert into tb_user (id, name) values ('${ada}', 'Ada');
     savepoint s;
     update tb_user set name = 'lost';
     insert into tb_user (id, name) values ('${bob}', 'Bob');
     insert into tb_post (title) values ('lost, and the only one of its table');
     rollback to s`,
  );
  expect(updated).toMatchObject([{ id: ada, operation: 'CREATED', entity: { name: 'Ada' } }]);
  expect(metadata.affectedCount).toBe(1);
  expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['User']]);
  expect(await column(db.sql, 'select entity_id from app.audit_user')).toEqual([ada]);
  expect(await value(db.sql, 'select count(*)::int from app.audit_post')).toBe(0);
});

test('what comes after the rollback counts again', async ({ db }) => {
  await createBlog(db.sql);
  const { updated } = await mutate(
    db.sql,
    `savepoint s; insert into tb_user (id, name) values ('${ada}', 'lost'); rollback to s;
     insert into tb_user (id, name) values ('${ada}', 'Ada'); release s`,
  );
  expect(updated).toMatchObject([{ id: ada, operation: 'CREATED', entity: { name: 'Ada' } }]);
});

test('an exception that is caught takes its block, and no more', async ({ db }) => {
  await createBlog(db.sql);
  const { updated, deleted } = await mutate(
    db.sql,
    `do $$ begin
       insert into tb_user (id, name) values ('${ada}', 'Ada');
       begin
         insert into tb_post (title) values ('lost');
         delete from tb_user;
         perform 1 / 0;
       exception when division_by_zero then
         update tb_user set post_count = 1;
       end;
     end $$`,
  );
  expect(updated).toMatchObject([{ id: ada, operation: 'CREATED', entity: { name: 'Ada', post_count: 1 } }]);
  expect(updated).toHaveLength(1);
  expect(deleted).toEqual([]);
  expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['User']]);
});

test('a mutation begun after the savepoint was never begun', async ({ db }) => {
  const rolledBack = transaction(db.sql, async () => {
    await db.sql.query(`savepoint s; select app.begin_mutation('m', app.uuidv7()); rollback to s`);
    expect(await value(db.sql, `select app.context_text('app.tenant_id')`)).toBeNull();
    await end(db.sql);
  });
  await expect(rolledBack).rejects.toMatchObject({
    code: '55000',
    detail: expect.stringContaining('was rolled back') as string,
  });
});

test('a nested mutation begun after the savepoint leaves the outer one to end', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('outer'); savepoint s; select app.begin_mutation('inner')`);
    await db.sql.query('rollback to s');
    expect(await end(db.sql)).toMatchObject({ updated: [] });
  });
});

test('an end that is rolled back leaves the mutation running', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('m'); insert into tb_user (id, name) values ('${ada}', 'Ada'); savepoint s`,
    );
    await end(db.sql, [{ queryName: 'lost' }]);
    await db.sql.query(`rollback to s; update tb_user set name = 'Ada Lovelace'`);
    expect(await end(db.sql)).toMatchObject({
      updated: [{ id: ada, entity: { name: 'Ada Lovelace' } }],
      invalidations: [],
    });
  });
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(1);
});

test('an end that fails can be tried again', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('m'); savepoint s`);
    await expect(end(db.sql, 'posts')).rejects.toMatchObject({ code: '22023' });
    await db.sql.query('rollback to s');
    await end(db.sql, [{ queryName: 'posts' }]);
  });
  expect(
    await rows(db.sql, `select cascade -> 'invalidations' -> 0 ->> 'queryName' as query from app.mutation`),
  ).toEqual([{ query: 'posts' }]);
});
