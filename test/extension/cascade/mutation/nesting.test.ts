import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { ada, createBlog, end, hello } from '../../../harness/cascadeBlog.js';

const tenant = '11111111-0000-4000-8000-000000000001';
const other = '22222222-0000-4000-8000-000000000002';

test('a mutation inside another joins it: one id, one cascade, one row', async ({ db }) => {
  await createBlog(db.sql);
  await transaction(db.sql, async () => {
    const outer = await value(db.sql, `select app.begin_mutation('create_post', p_change_reason => 'outer')`);
    await db.sql.query(`insert into tb_post (id, title) values ('${hello}', 'Hello')`);
    const inner = await value(db.sql, `select app.begin_mutation('create_user', p_change_reason => 'inner')`);
    expect(inner).toBe(outer);
    await db.sql.query(`insert into tb_user (id, name) values ('${ada}', 'Ada')`);
    expect(await end(db.sql)).toBeNull();
    await db.sql.query(`update tb_post set user_id = '${ada}'`);
    expect(await end(db.sql)).toMatchObject({
      updated: [
        { id: hello, operation: 'CREATED', entity: { user_id: ada } },
        { id: ada, operation: 'CREATED' },
      ],
    });
  });
  expect(await rows(db.sql, 'select source, change_reason, entities from app.mutation')).toEqual([
    { source: 'create_post', change_reason: 'outer', entities: ['Post', 'User'] },
  ]);
  expect(await rows(db.sql, 'select cascade_source, change_reason from app.audit_user')).toEqual([
    { cascade_source: 'create_post', change_reason: 'outer' },
  ]);
});

test('however deep, only the outermost end reports', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('a'); select app.begin_mutation('b'); select app.begin_mutation('c')`,
    );
    expect([await end(db.sql), await end(db.sql)]).toEqual([null, null]);
    await db.sql.query(`select app.begin_mutation('d')`);
    expect(await end(db.sql)).toBeNull();
    expect(await end(db.sql)).toMatchObject({ updated: [] });
  });
  expect(await rows(db.sql, 'select source from app.mutation')).toEqual([{ source: 'a' }]);
});

test('invalidations of nested mutations add up, in the order of their ends', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('a'); select app.begin_mutation('b'); select app.begin_mutation('c')`,
    );
    await end(db.sql, [{ queryName: 'c' }]);
    await end(db.sql, [{ queryName: 'b' }]);
    expect((await end(db.sql, [{ queryName: 'a' }])).invalidations).toMatchObject([
      { queryName: 'c' },
      { queryName: 'b' },
      { queryName: 'a' },
    ]);
    await db.sql.query(`select app.begin_mutation('next')`);
    expect((await end(db.sql)).invalidations).toEqual([]);
  });
});

test('a nested mutation may name the same tenant or none', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(
      `select app.begin_mutation('a', '${tenant}'); select app.begin_mutation('b', '${tenant}'); select app.begin_mutation('c')`,
    );
    expect(await value(db.sql, `select app.context_text('app.tenant_id')`)).toBe(tenant);
  });
});

test('a nested mutation of another tenant is refused', async ({ db }) => {
  for (const [outer, detail] of [
    [tenant, `Mutation create_post runs for tenant ${tenant}.`],
    [null, 'Mutation create_post runs for tenant none.'],
  ]) {
    const nested = transaction(db.sql, async () => {
      await db.sql.query(`select app.begin_mutation('create_post', $1)`, [outer]);
      await db.sql.query(`select app.begin_mutation('create_user', '${other}')`);
    });
    await expect(nested).rejects.toMatchObject({
      code: '22023',
      message: 'p_tenant_id differs from the tenant of the running mutation',
      detail,
      hint: expect.stringContaining('End the running mutation first') as string,
    });
  }
});

test('a nested mutation has a source too', async ({ db }) => {
  const nested = transaction(db.sql, () =>
    db.sql.query(`select app.begin_mutation('a'); select app.begin_mutation(null)`),
  );
  await expect(nested).rejects.toMatchObject({ code: '22004', message: 'p_source is missing' });
});
