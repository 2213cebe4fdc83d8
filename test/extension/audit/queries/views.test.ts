import { expect } from 'vitest';
import { ada, createBlog, hello, mutate } from '../../../harness/cascadeBlog.js';
import { column, rows } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';

test('the summary counts what each change with a cascade affected, the latest first', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(
    `insert into tb_user (id, name) values ('${ada}', 'no cascade'); insert into tb_comment values (1)`,
  );
  await mutate(
    db.sql,
    `update tb_user set name = 'Ada'; insert into tb_post (id) values ('${hello}'); delete from tb_comment`,
    'tidy_up',
  );
  await db.sql.query(`
    begin; set local app.cascade_data = '{"updated": [{"__typename": "Tag"}], "metadata": {"affectedCount": 9}}';
    set local app.cascade_source = 'import'; delete from tb_user; commit`);
  expect(
    await rows(
      db.sql,
      `select operation_type, mutation_name, affected_entities, entities_updated, entities_deleted, total_affected
       from app.v_user_cascade_audit where entity_id = '${ada}'`,
    ),
  ).toEqual([
    {
      operation_type: 'DELETE',
      mutation_name: 'import',
      affected_entities: ['Tag'],
      entities_updated: 1,
      entities_deleted: 0,
      total_affected: 9,
    },
    {
      operation_type: 'UPDATE',
      mutation_name: 'tidy_up',
      affected_entities: ['Comment', 'Post', 'User'],
      entities_updated: 2,
      entities_deleted: 1,
      total_affected: 3,
    },
  ]);
});

test('the recent mutations are those of the last seven days', async ({ db }) => {
  await createBlog(db.sql);
  const cascades = [];
  for (const name of ['old', 'week', 'today']) {
    cascades.push(await mutate(db.sql, `insert into tb_user (name) values ('${name}')`, name));
  }
  await db.sql.query(`
    update app.audit_user set changed_at = now() - interval '7 days 1 minute' where cascade_source = 'old';
    update app.audit_user set changed_at = now() - interval '6 days 23 hours' where cascade_source = 'week'`);
  expect(
    await rows(db.sql, 'select mutation_name, cascade_entities, cascade_data from app.v_user_recent_cascade_mutations'),
  ).toEqual([
    { mutation_name: 'today', cascade_entities: ['User'], cascade_data: cascades[2] },
    { mutation_name: 'week', cascade_entities: ['User'], cascade_data: cascades[1] },
  ]);
  expect(await column(db.sql, 'select mutation_name from app.v_user_cascade_audit')).toEqual(['today', 'week', 'old']);
});
