import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

test('the end returns the cascade and stores the same, once', async ({ db }) => {
  await createBlog(db.sql);
  const cascade = await mutate(db.sql, `insert into tb_user (id, name) values ('${ada}', 'Ada')`);
  expect(cascade).toMatchObject({
    updated: [
      {
        __typename: 'User',
        id: ada,
        operation: 'CREATED',
        entity: { id: ada, name: 'Ada', post_count: 0, deleted_at: null },
      },
    ],
    deleted: [],
    invalidations: [],
  });
  expect(await rows(db.sql, 'select cascade from app.mutation')).toEqual([{ cascade }]);
});

test('the metadata say when, in which transaction and how much', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('create_user'); insert into tb_user (name) values ('Ada'), ('Bob')`);
    const { metadata } = await end(db.sql);
    expect(metadata).toEqual({
      timestamp: expect.any(String) as string,
      transactionId: await value(db.sql, 'select pg_current_xact_id()::text'),
      depth: 2,
      affectedCount: 2,
    });
    expect(
      await value(db.sql, 'select $1::timestamptz between now() and clock_timestamp()', [metadata.timestamp]),
    ).toBe(true);
    expect(metadata.timestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?[+-]\d\d:\d\d$/);
  });
});

test('a mutation that changed nothing has an empty cascade', async ({ db }) => {
  await createBlog(db.sql);
  const cascade = await mutate(db.sql, `update tb_user set name = 'nobody'`);
  expect(cascade).toMatchObject({
    updated: [],
    deleted: [],
    invalidations: [],
    metadata: { depth: 0, affectedCount: 0 },
  });
  expect(await rows(db.sql, 'select cascade, entities, affected_count, primary_typename from app.mutation')).toEqual([
    { cascade, entities: [], affected_count: 0, primary_typename: null },
  ]);
});

test('the mutation is over, the request goes on', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('m', app.uuidv7(), app.uuidv7(), 'why', 'trace', app.uuidv7(), app.uuidv7())`,
    );
    await end(db.sql);
    expect(
      await rows(
        db.sql,
        `select name from unnest(array['mutation_id', 'mutation_depth', 'mutation_entities', 'mutation_invalidations',
           'cascade_source', 'tenant_id', 'user_id', 'change_reason', 'trace_id', 'correlation_id', 'causation_id']) name
         where app.context_text('app.' || name) is not null`,
      ),
    ).toEqual(
      ['tenant_id', 'user_id', 'change_reason', 'trace_id', 'correlation_id', 'causation_id'].map((name) => ({ name })),
    );
  });
});

test('there is no end without a beginning, nor a second one', async ({ db }) => {
  const error = {
    code: '55000',
    message: 'no mutation is running',
    hint: expect.stringContaining('app.begin_mutation') as string,
  };
  await expect(end(db.sql)).rejects.toMatchObject(error);
  await expect(transaction(db.sql, () => end(db.sql))).rejects.toMatchObject(error);
  const twice = transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('m'), app.end_mutation()`);
    await end(db.sql);
  });
  await expect(twice).rejects.toMatchObject(error);
});
