import { expect } from 'vitest';
import { rows, transaction, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { createBlog, end } from '../../../harness/cascadeBlog.js';

const tenant = '11111111-0000-4000-8000-000000000001';
const user = '22222222-0000-4000-8000-000000000002';
const correlation = '33333333-0000-4000-8000-000000000003';
const causation = '44444444-0000-4000-8000-000000000004';

const context = `select app.context_text('app.cascade_source') as source, app.context_uuid('app.mutation_id') as mutation_id,
  app.context_text('app.tenant_id') as tenant_id, app.context_text('app.user_id') as user_id,
  app.context_text('app.change_reason') as change_reason, app.context_text('app.trace_id') as trace_id,
  app.context_text('app.correlation_id') as correlation_id, app.context_text('app.causation_id') as causation_id`;

test('a mutation is known by its id and carries the request', async ({ db }) => {
  await transaction(db.sql, async () => {
    const id = await value(db.sql, 'select app.begin_mutation($1, $2, $3, $4, $5, $6, $7)', [
      ...['create_post', tenant, user, 'typo', '00-abc-01', correlation, causation],
    ]);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/);
    expect(await rows(db.sql, context)).toEqual([
      {
        source: 'create_post',
        mutation_id: id,
        tenant_id: tenant,
        user_id: user,
        change_reason: 'typo',
        trace_id: '00-abc-01',
        correlation_id: correlation,
        causation_id: causation,
      },
    ]);
  });
});

test('what is left out keeps the settings made before', async ({ db }) => {
  await transaction(db.sql, async () => {
    await db.sql.query(`set local app.tenant_id = '${tenant}'; set local app.change_reason = 'typo'`);
    await db.sql.query(`select app.begin_mutation('create_post', p_user_id => '${user}')`);
    expect(await rows(db.sql, context)).toMatchObject([
      { tenant_id: tenant, user_id: user, change_reason: 'typo', trace_id: null, correlation_id: null },
    ]);
  });
});

test('its parameters have the documented names and types', async ({ db }) => {
  expect(await value(db.sql, `select pg_get_function_arguments('app.begin_mutation'::regproc)`)).toBe(
    'p_source text, p_tenant_id uuid DEFAULT NULL::uuid, p_user_id uuid DEFAULT NULL::uuid, p_change_reason text DEFAULT NULL::text, ' +
      'p_trace_id text DEFAULT NULL::text, p_correlation_id uuid DEFAULT NULL::uuid, p_causation_id uuid DEFAULT NULL::uuid',
  );
});

test('a mutation has a source', async ({ db }) => {
  for (const source of [null, '']) {
    await expect(db.sql.query('select app.begin_mutation($1)', [source])).rejects.toMatchObject({
      code: '22004',
      message: 'p_source is missing',
    });
  }
});

test('outside of a transaction block a mutation ends with its statement', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`select app.begin_mutation('create_user')`);
  await db.sql.query(`insert into tb_user (name) values ('Ada')`);
  expect(await value(db.sql, 'select mutation_id from app.audit_user')).toBeNull();
  await expect(end(db.sql)).rejects.toMatchObject({
    code: '55000',
    message: 'no mutation is running',
    hint: expect.stringContaining('Call app.begin_mutation after BEGIN, in the same transaction') as string,
  });
});

test('statements sent together are one transaction, and can hold a mutation', async ({ db }) => {
  await createBlog(db.sql);
  await db.sql.query(`
    select app.begin_mutation('create_user'); insert into tb_user (name) values ('Ada'); select app.end_mutation()`);
  expect(await rows(db.sql, 'select source, entities from app.mutation')).toEqual([
    { source: 'create_user', entities: ['User'] },
  ]);
});
