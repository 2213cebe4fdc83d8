import { expect } from 'vitest';
import { column, rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, bob, createBlog, end, hello } from '../../../harness/cascadeBlog.js';

const cascade = {
  updated: [
    { __typename: 'User', id: ada, operation: 'UPDATED' },
    { __typename: 'Post', id: hello, operation: 'CREATED' },
    { __typename: 'User', id: bob, operation: 'UPDATED' },
  ],
  deleted: [{ __typename: 'Comment', id: '7' }],
  metadata: { affectedCount: 9 },
};

/** The way of the source document: settings first, then the changes. */
const give = (data: object, { source = 'create_post', entities = '' } = {}) =>
  `select set_config('app.cascade_data', '${JSON.stringify(data)}', true), set_config('app.cascade_source', '${source}', true),
     set_config('app.cascade_entities', '${entities}', true);`;
const insertAda = `insert into tb_user (id, name) values ('${ada}', 'Ada');`;
const insertPost = `insert into tb_post (id, user_id) values ('${hello}', '${ada}');`;

test('each audit row keeps the cascade that was given', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`begin; ${give(cascade, { entities: 'User,Post' })} ${insertAda} commit`);
  expect(
    await rows(
      db.sql,
      'select cascade_data, cascade_entities, cascade_source, cascade_timestamp = created_at as at_start from app.audit_user',
    ),
  ).toEqual([
    { cascade_data: cascade, cascade_entities: ['User', 'Post'], cascade_source: 'create_post', at_start: true },
  ]);
});

test('a count of what was affected that no integer holds is the largest one, in older audit rows as well', async ({
  db,
}) => {
  await createBlog(db.sql);
  for (const [affectedCount, name] of [
    [1e30, 'a'],
    [-1e30, 'b'],
    [1e12, 'c'],
  ] as const) {
    await db.sql.query(
      `begin; ${give({ metadata: { affectedCount } })} insert into tb_user (name) values ('${name}'); commit`,
    );
  }
  const counts = 'select affected_count from app.mutation order by ended_at';
  expect(await column(db.sql, counts)).toEqual([2147483647, -2147483648, 2147483647]);
  await db.sql.query(`
    delete from app.mutation; update app.audit_user set mutation_id = null;
    select app.enable_audit_cascade('tb_user')`);
  expect(await column(db.sql, counts)).toEqual([2147483647, -2147483648, 2147483647]);
});

test('all changes made under one given cascade are one mutation', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`begin; ${give(cascade)} ${insertAda} ${insertPost} update tb_user set post_count = 1; commit`);
  expect(
    await column(db.sql, 'select distinct mutation_id from (table app.audit_user union all table app.audit_post) a'),
  ).toEqual(await column(db.sql, 'select mutation_id from app.mutation'));
  expect(
    await rows(
      db.sql,
      'select source, cascade, entities, affected_count, primary_typename, primary_entity_id, audit_id from app.mutation',
    ),
  ).toEqual([
    {
      source: 'create_post',
      cascade,
      entities: ['Comment', 'Post', 'User'],
      affected_count: 9,
      primary_typename: 'User',
      primary_entity_id: ada,
      audit_id: await value(db.sql, `select audit_id from app.audit_user where operation_type = 'INSERT'`),
    },
  ]);
});

test('entities that are given win over those in the document, and are kept sorted, each once', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`begin; ${give(cascade, { entities: 'Tag, Author,Tag' })} ${insertAda} commit`);
  expect(await column(db.sql, 'select cascade_entities from app.audit_user')).toEqual([['Tag', 'Author', 'Tag']]);
  expect(await column(db.sql, 'select entities from app.mutation')).toEqual([['Author', 'Tag']]);
});

test('a document without lists, or with entries without a type, names no type', async ({ db }) => {
  await createBlog(db.sql);
  for (const odd of [{}, { updated: null, deleted: [] }, { updated: [{ id: 1 }, {}, { __typename: null }] }]) {
    await db.sql.query(
      `begin; ${give(odd)} update tb_user set post_count = 0; ${insertAda} delete from tb_user; commit`,
    );
  }
  expect(await column(db.sql, 'select entities from app.mutation')).toEqual([[], [], []]);
  expect(await column(db.sql, 'select affected_count from app.mutation order by ended_at')).toEqual([0, 0, 3]);
});

test('another document or source is another mutation, and clearing it ends it', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    begin;
    ${give({ updated: [] })} ${insertAda}
    ${give({ deleted: [] })} update tb_user set name = 'Eda';
    ${give({ deleted: [] }, { source: 'other' })} update tb_user set name = 'Ida';
    select set_config('app.cascade_data', null, true), set_config('app.cascade_source', null, true);
    update tb_user set name = 'Ada';
    commit`);
  expect(
    await rows(
      db.sql,
      `select m.source, m.cascade, a.cascade_source, a.cascade_data
       from app.audit_user a left join app.mutation m using (mutation_id) order by a.changed_at`,
    ),
  ).toEqual([
    { source: 'create_post', cascade: { updated: [] }, cascade_source: 'create_post', cascade_data: { updated: [] } },
    { source: 'create_post', cascade: { deleted: [] }, cascade_source: 'create_post', cascade_data: { deleted: [] } },
    { source: 'other', cascade: { deleted: [] }, cascade_source: 'other', cascade_data: { deleted: [] } },
    { source: null, cascade: null, cascade_source: null, cascade_data: null },
  ]);
});

test('a session that keeps its settings has a mutation for each transaction', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`set app.cascade_data = '{}'; set app.cascade_source = 'import'`);
  await db.sql.query(insertAda);
  await db.sql.query('delete from tb_user');
  expect(await column(db.sql, 'select source from app.mutation')).toEqual(['import', 'import']);
});

test('the mutation is stored by the first change that leaves a row and is not rolled back', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    begin; ${give(cascade)}
    update tb_post set title = 'there is none';
    savepoint s; ${insertAda} rollback to s;
    insert into tb_user (id, name) values ('${bob}', 'Bob'); ${insertAda}
    commit`);
  expect(await rows(db.sql, 'select primary_typename, primary_entity_id from app.mutation')).toEqual([
    { primary_typename: 'User', primary_entity_id: bob },
  ]);
  expect(await column(db.sql, 'select mutation_id from app.mutation')).toEqual(
    await column(db.sql, 'select distinct mutation_id from app.audit_user'),
  );
});

test('a row trigger stores the mutation once too', async ({ db }) => {
  await db.sql.query(`create table public.tb_log (line text); select app.enable_audit_cascade('public.tb_log')`);
  await db.sql.query(
    `begin; ${give(cascade)} insert into tb_log select generate_series(1, 3); truncate tb_log; commit`,
  );
  expect(await value(db.sql, 'select count(*)::int from app.mutation join app.audit_log using (mutation_id)')).toBe(4);
});

test('a cascade given inside a running mutation is kept beside that of the mutation', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('create_user')`);
    await db.sql.query(`select set_config('app.cascade_data', $1, true)`, [JSON.stringify(cascade)]);
    await db.sql.query(insertAda);
    expect(await end(db.sql)).toMatchObject({ updated: [{ id: ada, operation: 'CREATED' }] });
  });
  expect(
    await rows(
      db.sql,
      'select a.cascade_data, m.source, m.entities from app.audit_user a join app.mutation m using (mutation_id)',
    ),
  ).toEqual([{ cascade_data: cascade, source: 'create_user', entities: ['User'] }]);
});
