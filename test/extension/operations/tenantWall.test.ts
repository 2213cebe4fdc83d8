import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, createBlog, publish, tenantA, tenantB } from '../../harness/tenantBlog.js';
import type pg from 'pg';
import type { DatabaseFixture } from '../../harness/fixture.js';

/** A reader of tenant A, beside a secret post of tenant B. */
async function readerOfA(db: DatabaseFixture): Promise<{ reader: pg.Client; secretId: string }> {
  const role = await db.createRole('reader');
  await createBlog(db);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  const secretId = await publish(db.sql, tenantB, 'secret');
  const reader = await db.connect(role);
  return { reader, secretId };
}

test('a reader of tenant A finds nothing of B by any path', async ({ db }) => {
  const { reader, secretId } = await readerOfA(db);
  const [xid] = await column(db.sql, 'select transaction_id from app.audit_post');
  await db.sql.query('analyze app.audit_post, app.mutation');
  await reader.query("select set_config('app.tenant_id', $1, false), set_config('app.user_id', $1, false)", [tenantB]);
  for (const path of [
    'select to_jsonb(a)::text from app.audit_post a',
    'select to_jsonb(m)::text from app.mutation m',
    'select to_jsonb(e)::text from app.mutation_entity e',
    "select image::text from app.v_audited_tables, app.get_table_as_of(table_name) image where entity = 'post'",
    "select image::text from app.v_audited_tables, app.get_entity_as_of(table_name, 'ID') image where entity = 'post' and image is not null",
    'select to_jsonb(v)::text from app.v_post_cascade_audit v',
    'select to_jsonb(v)::text from app.v_post_recent_cascade_mutations v',
    "select to_jsonb(h)::text from app.get_post_audit_history('ID') h",
    "select to_jsonb(h)::text from app.get_post_audit_history('ID', 'B') h",
    "select to_jsonb(h)::text from app.get_post_audit_history_with_cascade('ID', 'B') h",
    "select to_jsonb(m)::text from app.get_mutations_affecting_entity('Post') m",
    "select to_jsonb(m)::text from app.get_mutations_affecting_entity('Post', 'B') m",
    'select to_jsonb(c)::text from generate_series(XID - 3::bigint, XID + 3) x, app.get_transaction_changes(x) c',
    "select most_common_vals::text from pg_stats where tablename = 'audit_post'",
  ]) {
    const query = path.replace("'ID'", `'${secretId}'`).replace("'B'", `'${tenantB}'`).replaceAll('XID', String(xid));
    expect([path, await column(db.sql, query)]).not.toEqual([path, []]);
    expect([path, await column(reader, query)]).toEqual([path, []]);
  }
});

test('a function that tells what it sees is not shown rows of B before the policy decided', async ({ db }) => {
  const { reader } = await readerOfA(db);
  const told: string[] = [];
  reader.on('notice', ({ message }) => told.push(message ?? ''));
  await reader.query(`
    create function pg_temp.tell(p_value jsonb) returns boolean language plpgsql cost 0.0000001 as $$
      begin raise notice '%', p_value; return true; end $$;
    select 1 from app.audit_post where pg_temp.tell(new_values);
    select 1 from app.mutation where pg_temp.tell(cascade);
    select 1 from app.v_post_cascade_audit where pg_temp.tell(to_jsonb(entity_id))`);
  await expect(
    reader.query("select 1 / (new_values ->> 'title' <> 'secret')::integer from app.audit_post"),
  ).resolves.toMatchObject({ rowCount: 0 });
  expect(told).toEqual([]);
});

test('a reader cannot become another role, or switch row-level security off', async ({ db }) => {
  const { reader } = await readerOfA(db);
  await expect(reader.query('set role specql_owner')).rejects.toMatchObject({ code: '42501' });
  await expect(reader.query('set session authorization specql_owner')).rejects.toMatchObject({ code: '42501' });
  await reader.query('set row_security = off');
  await expect(reader.query('select from app.audit_post')).rejects.toMatchObject({ code: '42501' });
  await expect(reader.query('select from app.mutation')).rejects.toMatchObject({ code: '42501' });
});

test('a reader sees neither the grants of others nor the raw table of grants', async ({ db }) => {
  const { reader } = await readerOfA(db);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [await db.createRole('other'), tenantB]);
  expect((await reader.query('select * from app.v_my_access')).rows).toEqual([
    { capability: 'reader', scope: 'tenants', tenants: [tenantA] },
  ]);
  await expect(reader.query('select from app.access_grant')).rejects.toMatchObject({ code: '42501' });
});

test('a mutation that changed rows of A and B is read by who may read both', async ({ db }) => {
  const { reader } = await readerOfA(db);
  const both = await db.createRole('both');
  await db.sql.query('select app.grant_reader($1, array[$2, $3]::uuid[])', [both, tenantA, tenantB]);
  await db.sql.query('begin');
  await db.sql.query("select app.begin_mutation('move', $1)", [tenantA]);
  await db.sql.query("insert into blog.tb_post (tenant_id, title) values ($1, 'of A'), ($2, 'also secret')", [
    tenantA,
    tenantB,
  ]);
  await db.sql.query('select app.end_mutation()');
  await db.sql.query('commit');
  const moves = "select 1 from app.mutation where source = 'move'";
  expect(await column(reader, moves)).toEqual([]);
  expect(await column(await db.connect(both), moves)).toEqual([1]);
  expect(await column(reader, "select new_values ->> 'title' from app.audit_post")).toEqual(['of A']);
  expect(await column(reader, 'select 1 from app.v_post_cascade_audit')).toEqual([]);
});

test('a mutation without a tenant belongs to the tenant of the rows it changed', async ({ db }) => {
  const { reader } = await readerOfA(db);
  const none = await db.createRole('none');
  await db.sql.query('select app.grant_reader($1)', [none]);
  await db.sql.query('begin');
  await db.sql.query("select app.begin_mutation('import')");
  await db.sql.query("insert into blog.tb_post (tenant_id, title) values ($1, 'of A')", [tenantA]);
  await db.sql.query('select app.end_mutation()');
  await db.sql.query('commit');
  expect(
    await column(reader, 'select source from app.get_mutations_affecting_entity($1, $2) m (a, b, source)', [
      'Post',
      tenantA,
    ]),
  ).toEqual(['import']);
  expect(await column(await db.connect(none), 'select source from app.mutation')).toEqual([]);
});
