import { expect } from 'vitest';
import { rows, transaction } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end } from '../../../harness/cascadeBlog.js';

test('changes before the beginning and after the end do not count', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'before')`);
    await db.sql.query(`select app.begin_mutation('rename_user'); update tb_user set name = 'during'`);
    expect(await end(db.sql)).toMatchObject({
      updated: [{ id: ada, operation: 'UPDATED', entity: { name: 'during' } }],
      metadata: { affectedCount: 1 },
    });
    await db.sql.query(`update tb_user set name = 'after'`);
  });
  expect(
    await rows(
      db.sql,
      `select a.new_values ->> 'name' as name, a.cascade_source, m.source
       from app.audit_user a left join app.mutation m using (mutation_id) order by a.changed_at`,
    ),
  ).toEqual([
    { name: 'before', cascade_source: null, source: null },
    { name: 'during', cascade_source: 'rename_user', source: 'rename_user' },
    { name: 'after', cascade_source: null, source: null },
  ]);
});

test('two mutations of one transaction have a cascade each', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('create_user'); insert into tb_user (id, name) values ('${ada}', 'Ada')`,
    );
    const first = await end(db.sql);
    await db.sql.query(`
      select app.begin_mutation('create_post');
      insert into tb_post (user_id, title) values ('${ada}', 'Hello'); update tb_user set post_count = 1`);
    const second = await end(db.sql);
    expect(first.updated.map((e) => [e.__typename, e.operation])).toEqual([['User', 'CREATED']]);
    expect(second.updated.map((e) => [e.__typename, e.operation])).toEqual([
      ['Post', 'CREATED'],
      ['User', 'UPDATED'],
    ]);
    expect(second.metadata.transactionId).toBe(first.metadata.transactionId);
  });
  expect(await rows(db.sql, 'select source, entities, affected_count from app.mutation order by ended_at')).toEqual([
    { source: 'create_user', entities: ['User'], affected_count: 1 },
    { source: 'create_post', entities: ['Post', 'User'], affected_count: 2 },
  ]);
});

test('the second of two mutations may run for another tenant', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('a', '${ada}'); select app.end_mutation()`);
    await db.sql.query(`select app.begin_mutation('b', '${bob}'); select app.end_mutation()`);
  });
  expect(await rows(db.sql, 'select source, tenant_id from app.mutation order by ended_at')).toEqual([
    { source: 'a', tenant_id: ada },
    { source: 'b', tenant_id: bob },
  ]);
});
