import { expect } from 'vitest';
import { ada, createBlog, mutate, type Cascade } from '../../../harness/cascadeBlog.js';
import { column, rows } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';

const given = { updated: [{ __typename: 'Tag', id: '1' }], deleted: [] };
const name = (row: string) => `${row} ->> 'name'`;

/** Four changes of one user: outside any mutation, in one of its own, in one that changed a post too, with a given cascade. */
async function prepare(db: DatabaseFixture): Promise<Cascade[]> {
  await createBlog(db.sql);
  await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'plain')`);
  const alone = await mutate(db.sql, `update tb_user set name = 'alone'`, 'rename_user');
  const post = await mutate(
    db.sql,
    `update tb_user set name = 'post'; insert into tb_post (title) values ('Hello')`,
    'create_post',
  );
  await db.sql.query(`
    begin; set local app.cascade_data = '${JSON.stringify(given)}'; set local app.cascade_source = 'import';
    update tb_user set name = 'given'; commit`);
  return [alone, post];
}

const read = `select ${name('new_values')} as name, cascade_data, cascade_entities, cascade_source, affected_entity_count
  from app.get_user_audit_history_with_cascade`;

test('each change has the cascade of its mutation, or else the given one', async ({ db }) => {
  const [alone, post] = await prepare(db);
  expect(await rows(db.sql, `${read}('${ada}')`)).toEqual([
    {
      name: 'given',
      cascade_data: given,
      cascade_entities: ['Tag'],
      cascade_source: 'import',
      affected_entity_count: 1,
    },
    {
      name: 'post',
      cascade_data: post,
      cascade_entities: ['Post', 'User'],
      cascade_source: 'create_post',
      affected_entity_count: 2,
    },
    {
      name: 'alone',
      cascade_data: alone,
      cascade_entities: ['User'],
      cascade_source: 'rename_user',
      affected_entity_count: 1,
    },
    { name: 'plain', cascade_data: null, cascade_entities: null, cascade_source: null, affected_entity_count: 0 },
  ]);
});

test('only changes whose cascade affected a type can be asked for, page by page', async ({ db }) => {
  await prepare(db);
  const names = async (page: string) => (await rows(db.sql, `${read}('${ada}', ${page})`)).map((row) => row.name);
  expect(await names(`p_affected_entity => 'Post'`)).toEqual(['post']);
  expect(await names(`p_affected_entity => 'User'`)).toEqual(['post', 'alone']);
  expect(await names(`p_affected_entity => 'Tag'`)).toEqual(['given']);
  expect(await names(`p_affected_entity => 'Nothing'`)).toEqual([]);
  expect(await names(`null, 1, 1, 'User'`)).toEqual(['alone']);
  expect(await names(`null, 100, 0, null`)).toHaveLength(4);
});

test('the plain history has the same changes', async ({ db }) => {
  await prepare(db);
  expect(await column(db.sql, `select audit_id from app.get_user_audit_history('${ada}')`)).toEqual(
    await column(db.sql, `select audit_id from app.get_user_audit_history_with_cascade('${ada}')`),
  );
});

test('a cascade given inside a running mutation is what its changes show', async ({ db }) => {
  await createBlog(db.sql);
  const set = `select set_config('app.cascade_data', '${JSON.stringify(given)}', true)`;
  await mutate(db.sql, `${set}; insert into tb_user (id, name) values ('${ada}', 'Ada')`, 'create_user');
  expect(await rows(db.sql, `${read}('${ada}', p_affected_entity => 'Tag')`)).toEqual([
    {
      name: 'Ada',
      cascade_data: given,
      cascade_entities: ['Tag'],
      cascade_source: 'create_user',
      affected_entity_count: 1,
    },
  ]);
  expect(await rows(db.sql, `${read}('${ada}', p_affected_entity => 'User')`)).toEqual([]);
});
