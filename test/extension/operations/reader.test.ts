import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { auditedTitles, column, createBlog, publish, tenantA, tenantB } from '../../harness/tenantBlog.js';

test('a reader sees the rows of its tenants and no others', async ({ db }) => {
  const [none, one, two, all] = await Promise.all(['none', 'one', 'two', 'all'].map((name) => db.createRole(name)));
  await createBlog(db);
  await db.sql.query(
    "select app.grant_reader($1), app.grant_reader($2, array[$5::uuid]), app.grant_reader($3, array[$5, $6]::uuid[]), app.grant_reader($4, p_scope => 'all')",
    [none, one, two, all, tenantA, tenantB],
  );
  await publish(db.sql, tenantA, 'of A');
  await publish(db.sql, tenantB, 'of B');
  await publish(db.sql, null, 'of none');

  const seen = async (role = '') => {
    const reader = await db.connect(role);
    return {
      rows: await auditedTitles(reader),
      mutations: await column(
        reader,
        "select cascade -> 'updated' -> 0 -> 'entity' ->> 'title' from app.mutation order by 1",
      ),
    };
  };
  expect(await seen(none)).toEqual({ rows: ['of none'], mutations: ['of none'] });
  expect(await seen(one)).toEqual({ rows: ['of A'], mutations: ['of A'] });
  expect(await seen(two)).toEqual({ rows: ['of A', 'of B'], mutations: ['of A', 'of B'] });
  expect(await seen(all)).toEqual({ rows: ['of A', 'of B', 'of none'], mutations: ['of A', 'of B', 'of none'] });
});

test('a reader reads tables, views and functions, also of tables audited later', async ({ db }) => {
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  await createBlog(db);
  const id = await publish(db.sql, tenantA, 'later');
  const reader = await db.connect(role);
  for (const query of [
    `select 1 from app.get_post_audit_history('${id}')`,
    `select 1 from app.get_post_audit_history_with_cascade('${id}', '${tenantA}', p_affected_entity => 'Post')`,
    "select 1 from app.get_mutations_affecting_entity('Post')",
    `select 1 from app.get_transaction_changes((select transaction_id from app.audit_post))`,
    'select 1 from app.v_post_cascade_audit where total_affected = 1 and entities_deleted = 0',
    'select 1 from app.v_post_recent_cascade_mutations',
    "select 1 from app.v_audited_tables where entity = 'post'",
    'select 1 from app.v_my_access',
  ]) {
    expect([query, await column(reader, query)]).toEqual([query, [1]]);
  }
});

test('granting again replaces the tenants', async ({ db }) => {
  const role = await db.createRole('reader');
  await createBlog(db);
  await publish(db.sql, tenantA, 'of A');
  await publish(db.sql, tenantB, 'of B');
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantB]);
  expect(await auditedTitles(await db.connect(role))).toEqual(['of B']);
});

test('a reader of scope session sees the tenant that its session sets, or rows of none', async ({ db }) => {
  const role = await db.createRole('application');
  await createBlog(db);
  await db.sql.query("select app.grant_reader($1, p_scope => 'session')", [role]);
  await publish(db.sql, tenantA, 'of A');
  await publish(db.sql, null, 'of none');
  const reader = await db.connect(role);
  expect(await auditedTitles(reader)).toEqual(['of none']);
  await reader.query("select set_config('app.tenant_id', $1, false)", [tenantA]);
  expect(await auditedTitles(reader)).toEqual(['of A']);
  await reader.query("set app.tenant_id = 'nonsense'");
  await expect(auditedTitles(reader)).rejects.toMatchObject({
    code: '22P02',
    message: 'setting app.tenant_id is not a uuid',
  });
});

test('a grant that cannot be meant is refused, and remembered nowhere', async ({ db }) => {
  const role = await db.createRole('reader');
  const refusals = {
    [`app.grant_reader('${role}', p_scope => null)`]: '22023',
    [`app.grant_reader('${role}', p_scope => 'some')`]: '22023',
    [`app.grant_reader('${role}', array[gen_random_uuid()], 'all')`]: '22023',
    [`app.grant_reader('${role}', null)`]: '22004',
    [`app.grant_reader('${role}', array[null::uuid])`]: '22004',
    [`app.grant_reader('${role}_unknown')`]: '42704',
    "app.grant_reader('public')": '42704',
    'app.grant_writer(null)': '42704',
    [`app.revoke_access('${role}')`]: '42704',
  };
  for (const [call, code] of Object.entries(refusals)) {
    await expect(db.sql.query(`select ${call}`), call).rejects.toMatchObject({
      code,
      hint: expect.any(String) as string,
    });
  }
  expect(await column(db.sql, 'select role_name::text from app.access_grant')).toEqual(['specql_owner']);
});
