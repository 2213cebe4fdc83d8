import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

test('a transaction that commits without an end keeps its audit rows and has no cascade', async ({ db }) => {
  await createBlog(db.sql);
  const id = await transaction(db.sql, async () => {
    const started = await value(db.sql, `select app.begin_mutation('forgotten')`);
    await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada')`);
    return started;
  });
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(0);
  expect(
    await rows(
      db.sql,
      `select operation_type, cascade_source, cascade_data, cascade_entities, affected_entity_count,
         (select mutation_id from app.audit_user) from app.get_user_audit_history_with_cascade('${ada}')`,
    ),
  ).toEqual([
    {
      operation_type: 'INSERT',
      cascade_source: 'forgotten',
      cascade_data: null,
      cascade_entities: null,
      affected_entity_count: 0,
      mutation_id: id,
    },
  ]);
});

test('the next transaction has nothing of it', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(
    `begin; select app.begin_mutation('forgotten'); insert into tb_user (id, name) values ('${ada}', 'Ada'); commit`,
  );
  await expect(transaction(db.sql, () => end(db.sql))).rejects.toMatchObject({ code: '55000' });
  const { updated } = await mutate(db.sql, `insert into tb_user (id, name) values ('${bob}', 'Bob')`);
  expect(updated.map(({ id }) => id)).toEqual([bob]);
});

test('a transaction that is rolled back leaves nothing', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    begin; select app.begin_mutation('m'); insert into tb_user (name) values ('Ada'); select app.end_mutation(); rollback`);
  expect(
    await column(db.sql, 'select count(*)::int from app.mutation union all select count(*)::int from app.audit_user'),
  ).toEqual([0, 0]);
});
