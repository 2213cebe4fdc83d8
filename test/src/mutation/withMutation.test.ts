import { expect } from 'vitest';
import { auditHistory, enableAuditCascade, withMutation } from '../../../src/index.js';
import { test } from '../../harness/fixture.js';
import type { DatabaseFixture } from '../../harness/fixture.js';

const tenantId = '0190d7f0-0000-7000-8000-00000000000a';
const userId = '0190d7f0-0000-7000-8000-00000000000b';
const correlationId = '0190d7f0-0000-7000-8000-00000000000c';
const causationId = '0190d7f0-0000-7000-8000-00000000000d';

async function audited(db: DatabaseFixture) {
  await db.sql.query('create table tb_post (id int primary key, views bigint)');
  await enableAuditCascade(db.sql, 'tb_post');
  return db.sql;
}

test('groups the changes of the work, commits, and returns its result and the cascade', async ({ db }) => {
  const sql = await audited(db);
  const { result, cascade } = await withMutation(sql, { source: 'create_post' }, async (client) => {
    await client.query('insert into tb_post values (1, 9007199254740993)');
    return 'done';
  });
  expect(result).toBe('done');
  expect(cascade).toMatchObject({
    updated: [{ __typename: 'Post', id: '1', operation: 'CREATED', entity: { id: 1, views: '9007199254740993' } }],
    deleted: [],
    metadata: { affectedCount: 1, depth: 1 },
  });
  expect((await (await db.connect()).query('select from tb_post')).rowCount).toBe(1);
});

test('hands the request on to the mutation and its audit rows', async ({ db }) => {
  const sql = await audited(db);
  const request = { tenantId, userId, changeReason: 'asked', traceId: 'trace', correlationId, causationId };
  const { result } = await withMutation(sql, { source: 'create_post', ...request }, async (client, mutation) => {
    await client.query('insert into tb_post values (1)');
    return mutation.mutationId;
  });
  const { rows } = await sql.query('select * from app.mutation');
  expect(rows).toMatchObject([
    {
      mutation_id: result,
      source: 'create_post',
      tenant_id: tenantId,
      user_id: userId,
      change_reason: 'asked',
      trace_id: 'trace',
      correlation_id: correlationId,
      causation_id: causationId,
    },
  ]);
  expect(await auditHistory(sql, 'tb_post', 1)).toMatchObject([{ changed_by: userId, change_reason: 'asked' }]);
});

test('adds the invalidations of the work', async ({ db }) => {
  const { cascade } = await withMutation(await audited(db), { source: 'x' }, (_, mutation) => {
    mutation.invalidate({ queryName: 'posts' }, { queryName: 'feed', strategy: 'REFETCH' });
    return Promise.resolve();
  });
  expect(cascade?.invalidations).toMatchObject([{ queryName: 'posts' }, { queryName: 'feed', strategy: 'REFETCH' }]);
});

test('rolls everything back when the work fails, and the client can go on', async ({ db }) => {
  const sql = await audited(db);
  const failing = withMutation(sql, { source: 'create_post' }, async () => {
    await sql.query('insert into tb_post values (1)');
    throw new Error('half-way');
  });
  await expect(failing).rejects.toThrow('half-way');
  expect(await auditHistory(sql, 'tb_post', 1)).toEqual([]);
  expect((await sql.query('select from app.mutation')).rowCount).toBe(0);

  const { cascade } = await withMutation(sql, { source: 'again' }, () => sql.query('insert into tb_post values (2)'));
  expect(cascade?.metadata.affectedCount).toBe(1);
});

test('rolls back when the work swallowed an error of the server', async ({ db }) => {
  const sql = await audited(db);
  const failing = withMutation(sql, { source: 'x' }, async () => {
    await sql.query('insert into tb_post values (1)');
    await sql.query('select 1 / 0').catch(() => undefined);
  });
  await expect(failing).rejects.toMatchObject({ code: '25P02' });
  expect((await sql.query('select from tb_post')).rowCount).toBe(0);
});

test('a mutation inside another joins it; the outer one reports for both', async ({ db }) => {
  const sql = await audited(db);
  const outer = await withMutation(sql, { source: 'outer' }, async () => {
    await sql.query('insert into tb_post values (1)');
    const failing = withMutation(sql, { source: 'failing' }, () => sql.query('insert into tb_post values (2), (2)'));
    await expect(failing).rejects.toMatchObject({ code: '23505' });
    return withMutation(sql, { source: 'inner' }, () => sql.query('insert into tb_post values (3)'));
  });
  expect(outer.result.cascade).toBeNull();
  expect(outer.cascade?.updated.map(({ id }) => id)).toEqual(['1', '3']);
  expect((await sql.query('select source from app.mutation')).rows).toEqual([{ source: 'outer' }]);
});

test('refuses a mutation without a name', async ({ db }) => {
  const failing = withMutation(db.sql, { source: null as unknown as string }, () => Promise.resolve());
  await expect(failing).rejects.toMatchObject({ code: '22004' });
});
