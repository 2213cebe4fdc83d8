import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, end, mutate } from '../../../harness/cascadeBlog.js';

const createLog = `create table public.tb_log (line text); select app.enable_audit_cascade('public.tb_log')`;

test('entities without a key invalidate their whole type', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(createLog);
  const { updated, deleted, invalidations, metadata } = await mutate(
    db.sql,
    `insert into tb_log values ('a'), ('a'); update tb_log set line = 'b'; delete from tb_log`,
  );
  expect([updated, deleted]).toEqual([[], []]);
  expect(invalidations).toEqual([
    { queryName: 'Log', strategy: 'INVALIDATE', scope: 'ALL', reason: 'entities without a key' },
  ]);
  expect(metadata.affectedCount).toBe(0);
  expect(await rows(db.sql, 'select entities, primary_typename, primary_entity_id from app.mutation')).toEqual([
    { entities: ['Log'], primary_typename: 'Log', primary_entity_id: null },
  ]);
});

test('truncated tables invalidate their whole types', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`${createLog}; insert into tb_log values ('a'); insert into tb_user (name) values ('Ada')`);
  const { updated, deleted, invalidations } = await mutate(
    db.sql,
    `insert into tb_log values ('b'); truncate tb_user, tb_log cascade`,
  );
  expect([updated, deleted]).toEqual([[], []]);
  expect(invalidations).toEqual(
    ['Comment', 'Log', 'Post', 'User'].map((queryName) => ({
      queryName,
      strategy: 'INVALIDATE',
      scope: 'ALL',
      reason: 'truncated',
    })),
  );
});

test('a partition that is truncated alone invalidates the type, and its entities stay listed', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_part (id uuid, region text) partition by list (region);
    create table public.tb_part_a partition of public.tb_part for values in ('a');
    create table public.tb_part_b partition of public.tb_part for values in ('b');
    select app.enable_audit_cascade('public.tb_part')`);
  const { updated, invalidations } = await mutate(
    db.sql,
    `insert into tb_part values ('${ada}', 'a'); truncate tb_part_b`,
  );
  expect(updated.map((e) => e.id)).toEqual([ada]);
  expect(invalidations).toMatchObject([{ queryName: 'Part', scope: 'ALL', reason: 'truncated' }]);
});

test('what the end asks for comes first and is filled in', async ({ db }) => {
  await db.sql.query(createLog);
  await transaction(db.sql, async () => {
    await db.sql.query(`select app.begin_mutation('m'); insert into tb_log values ('a')`);
    const { invalidations } = await end(db.sql, [
      { queryName: 'posts' },
      { queryName: 'post', strategy: 'REMOVE', scope: 'EXACT', arguments: { id: 1, note: null }, reason: 'moved' },
      { queryName: 'users', strategy: null, scope: null },
    ]);
    expect(invalidations).toEqual([
      { queryName: 'posts', strategy: 'INVALIDATE', scope: 'PREFIX' },
      { queryName: 'post', strategy: 'REMOVE', scope: 'EXACT', arguments: { id: 1, note: null }, reason: 'moved' },
      { queryName: 'users', strategy: 'INVALIDATE', scope: 'PREFIX' },
      { queryName: 'Log', strategy: 'INVALIDATE', scope: 'ALL', reason: 'entities without a key' },
    ]);
  });
});

test('every strategy and scope of the specification is accepted', async ({ db }) => {
  for (const strategy of ['INVALIDATE', 'REFETCH', 'REMOVE']) {
    for (const scope of ['EXACT', 'PREFIX', 'PATTERN', 'ALL']) {
      const entry = [{ queryName: 'posts', strategy, scope }];
      expect(await value(db.sql, 'select app.require_invalidations($1)', [JSON.stringify(entry)])).toEqual(entry);
    }
  }
});

test('an entry that cannot be used is refused and shown', async ({ db }) => {
  for (const entry of [
    'posts',
    null,
    {},
    { queryName: null },
    { queryName: 7 },
    { strategy: 'DROP', queryName: 'posts' },
    { strategy: 5, queryName: 'posts' },
    { scope: 'exact', queryName: 'posts' },
    { scope: ['ALL'], queryName: 'posts' },
  ]) {
    const mutation = transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('m')`);
      await end(db.sql, [{ queryName: 'users' }, entry]);
    });
    await expect(mutation, JSON.stringify(entry)).rejects.toMatchObject({
      code: '22023',
      message: 'p_invalidations has an entry that cannot be used',
      detail: `The entry is ${JSON.stringify(entry).replaceAll(/([:,])/g, '$1 ')}.`,
      hint: expect.stringContaining('INVALIDATE, REFETCH, REMOVE') as string,
    });
  }
  expect(await value(db.sql, 'select count(*)::int from app.mutation')).toBe(0);
});

test('invalidations that are no array are refused', async ({ db }) => {
  for (const [given, type] of [
    [{ queryName: 'posts' }, 'object'],
    ['posts', 'string'],
    [1, 'number'],
  ] as const) {
    const mutation = transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('m')`);
      await end(db.sql, given);
    });
    await expect(mutation).rejects.toMatchObject({
      code: '22023',
      message: 'p_invalidations is not an array',
      detail: `It is of type ${type}.`,
      hint: expect.stringContaining('[{"queryName": "posts"') as string,
    });
  }
});
