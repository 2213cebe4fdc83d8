import pg from 'pg';
import { expect } from 'vitest';
import { createBlog } from '../../harness/cascadeBlog.js';
import { test } from '../../harness/fixture.js';
import { rows, value } from '../../harness/query.js';

const tenant = '0f8fad5b-d9cb-469f-a165-70867728950e';
const begin = `select app.begin_mutation('create_user', '${tenant}', '${tenant}', 'why', 'trace', '${tenant}', '${tenant}')`;

/** Every setting in schema app that has a value. */
const settings = `select name, current_setting(name, true) as value from unnest(array[
    'app.mutation_id', 'app.mutation_depth', 'app.mutation_entities', 'app.mutation_invalidations', 'app.given_mutation',
    'app.cascade_data', 'app.cascade_entities', 'app.cascade_source', 'app.tenant_id', 'app.user_id', 'app.change_reason',
    'app.trace_id', 'app.correlation_id', 'app.causation_id']) name
  where app.context_text(name) is not null`;

test.for([
  ['commit', `begin; ${begin}; insert into tb_user (name) values ('Ada'); select app.end_mutation(); commit`],
  ['commit without an end', `begin; ${begin}; insert into tb_user (name) values ('Ada'); commit`],
  ['rollback', `begin; ${begin}; insert into tb_user (name) values ('Ada'); rollback`],
  ['an error', `begin; ${begin}; insert into tb_user (name) values ('Ada'); select 1 / 0`],
  [
    'the given form',
    `begin; set local app.cascade_data = '{"updated": []}'; set local app.cascade_entities = 'User';
     insert into tb_user (name) values ('Ada'); commit`,
  ],
])('after %s the next user of a pooled connection finds nothing set', async ([, work = ''], { db }) => {
  await createBlog(db.sql);
  const pool = new pg.Pool({ connectionString: db.url, max: 1 });
  try {
    const first = await pool.connect();
    const session = await value(first, 'select pg_backend_pid()');
    await first.query(work).catch(() => first.query('rollback'));
    first.release();

    const second = await pool.connect();
    expect(await value(second, 'select pg_backend_pid()')).toBe(session);
    expect(await rows(second, settings)).toEqual([]);
    await second.query(`insert into tb_user (name) values ('Bob')`);
    second.release();
  } finally {
    await pool.end();
  }
  expect(
    await rows(
      db.sql,
      `select tenant_id, changed_by, change_reason, mutation_id, cascade_source, cascade_data
       from app.audit_user where new_values ->> 'name' = 'Bob'`,
    ),
  ).toEqual([
    {
      tenant_id: null,
      changed_by: null,
      change_reason: null,
      mutation_id: null,
      cascade_source: null,
      cascade_data: null,
    },
  ]);
});

test('what the session had set is back after the transaction', async ({ db }) => {
  await db.sql.query(`set app.tenant_id = '${tenant}'`);
  await db.sql.query(`begin; select app.begin_mutation('m', app.uuidv7()); select app.end_mutation(); commit`);
  expect(await value(db.sql, `select app.context_uuid('app.tenant_id')`)).toBe(tenant);
});
