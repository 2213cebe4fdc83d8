import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { auditedTitles, column, createBlog, tenantA, tenantB } from '../../harness/tenantBlog.js';
import { findings } from '../../harness/healthFindings.js';

const unknown = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

/** Readers of tenant A, of no tenant, and of all tenants. */
async function readers(db: DatabaseFixture) {
  const [ofA, ofNone, ofAll] = [await db.createRole('a'), await db.createRole('none'), await db.createRole('all')];
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [ofA, tenantA]);
  await db.sql.query(`select app.grant_reader($1), app.grant_reader($2, p_scope => 'all')`, [ofNone, ofAll]);
  return { a: await db.connect(ofA), none: await db.connect(ofNone), all: await db.connect(ofAll) };
}

for (const [what, alter] of [
  ['renamed', 'rename tenant_id to customer_id'],
  ['dropped', 'drop tenant_id'],
  ['made an integer', 'alter tenant_id type integer using 5'],
  ['made a text that is no uuid', `alter tenant_id type text using 'acme'`],
] as const) {
  for (const level of ['statement', 'row'] as const) {
    test(`a tenant column that is ${what} gives the rows to nobody, audited by ${level}`, async ({ db }) => {
      await createBlog(db);
      await db.sql.query(`insert into blog.tb_post (tenant_id, title) values ('${tenantB}', 'secret')`);
      if (level === 'row') await db.sql.query(`select app.enable_audit_cascade('blog.tb_post', p_replica => true)`);
      const { a, none, all } = await readers(db);
      await db.sql.query(`alter table blog.tb_post ${alter}; set app.tenant_id = '${tenantA}'`);
      await db.sql.query(`update blog.tb_post set title = 'secret too'; delete from blog.tb_post`);
      await db.sql.query(`reset app.tenant_id; insert into blog.tb_post (title) values ('secret as well')`);
      expect(await auditedTitles(a)).toEqual([]);
      expect(await auditedTitles(none)).toEqual([]);
      expect(await auditedTitles(all)).toEqual(['secret', 'secret as well', 'secret too']);
    });
  }
}

test('enabling again refuses to lose the tenant column, and says the call', async ({ db }) => {
  await createBlog(db);
  await db.sql.query('alter table blog.tb_post rename tenant_id to customer_id');
  const call = `select app.enable_audit_cascade('blog.tb_post', p_tenant_column => 'customer_id')`;
  await expect(db.sql.query(`select app.enable_audit_cascade('blog.tb_post')`)).rejects.toMatchObject({
    code: '42703',
    message: 'blog.tb_post no longer has its tenant column tenant_id',
    hint: expect.stringContaining(call) as string,
  });
  expect(await findings(db.sql)).toMatchObject([{ check: 'columns', hint: expect.stringContaining(call) as string }]);
  await db.sql.query(call);
  expect(await findings(db.sql)).toEqual([]);
});

test('a virtual generated column cannot hold the tenant', async ({ db, server }) => {
  if (server.major < 18) return;
  await createBlog(db);
  await db.sql.query(`alter table blog.tb_post add owner uuid generated always as (tenant_id) virtual`);
  await expect(
    db.sql.query(`select app.enable_audit_cascade('blog.tb_post', p_tenant_column => 'owner')`),
  ).rejects.toMatchObject({ code: '42809' });
});

test('nobody can be granted the unknown tenant, nor take it on', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`insert into blog.tb_post (tenant_id, title) values ('${unknown}', 'secret')`);
  const role = await db.createRole('reader');
  await expect(db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, unknown])).rejects.toMatchObject({
    code: '22023',
  });
  await db.sql.query(`select app.grant_reader($1, p_scope => 'session')`, [role]);
  const reader = await db.connect(role);
  await reader.query(`set app.tenant_id = '${unknown}'`);
  expect(await auditedTitles(reader)).toEqual([]);
});

test('an embedded audit table without tenant_id keeps the images of B out of a mutation of A', async ({ db }) => {
  await createBlog(db);
  await db.sql.query(`
    select app.disable_audit_cascade('blog.tb_comment', true);
    create table app.audit_comment (
      audit_id uuid, entity_id uuid, operation_type text, old_values jsonb, new_values jsonb, changed_at timestamptz, transaction_id bigint);
    select app.enable_audit_cascade('blog.tb_comment', p_storage => 'embedded')`);
  const { a } = await readers(db);
  for (const change of [
    `insert into blog.tb_comment (tenant_id, body) values ('${tenantB}', 'secret')`,
    `delete from blog.tb_comment`,
  ]) {
    await db.sql.query(`begin; select app.begin_mutation('comment', '${tenantA}'); ${change}`);
    await db.sql.query('select app.end_mutation(); commit');
  }
  expect(await column(db.sql, 'select source from app.mutation')).toEqual(['comment', 'comment']);
  expect(await column(a, 'select source from app.mutation')).toEqual([]);
});
