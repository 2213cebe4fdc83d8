import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { auditedTitles, column, createBlog, publish, tenantA } from '../../harness/tenantBlog.js';

const access = `select detail from app.health_check() where "check" = 'access' and status <> 'ok'`;

test('a role that was dropped and made again has nothing of what the first one was granted', async ({ db }) => {
  const role = await db.createRole('reader');
  await createBlog(db);
  await publish(db.sql, tenantA, 'of A');
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  await db.asAdmin(`drop owned by ${role}; drop role ${role}; create role ${role} login`);
  await db.sql.query("select app.enable_audit_cascade('blog.tb_post'), app.apply_access()");
  const reader = await db.connect(role);
  await expect(reader.query('select from app.audit_post')).rejects.toMatchObject({ code: '42501' });
  expect(await column(db.sql, access)).toEqual([
    `role ${role} was granted reader access, and the role of that name is another one now`,
  ]);
  await db.sql.query('select app.revoke_access($1)', [role]);
  expect(await column(db.sql, access)).toEqual([]);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  expect(await auditedTitles(reader)).toEqual(['of A']);
});

test('a role that was renamed keeps its access, and its new name is written', async ({ db }) => {
  const role = await db.createRole('reader');
  await createBlog(db);
  await publish(db.sql, tenantA, 'of A');
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  await db.asAdmin(`alter role ${role} rename to ${role}_renamed`);
  try {
    const reader = await db.connect(`${role}_renamed`);
    expect(await auditedTitles(reader)).toEqual(['of A']);
    expect(await column(db.sql, access)).toEqual([
      `role ${role}, which was granted reader access, is called ${role}_renamed now`,
    ]);
    await db.sql.query('select app.apply_access()');
    expect(await column(db.sql, access)).toEqual([]);
    expect(await auditedTitles(reader)).toEqual(['of A']);
    await db.sql.query('select app.revoke_access($1)', [`${role}_renamed`]);
    await expect(auditedTitles(reader)).rejects.toMatchObject({ code: '42501' });
  } finally {
    await db.asAdmin(`alter role ${role}_renamed rename to ${role}`);
  }
});

test('after REASSIGN OWNED the former owner is no administrator, and the new one goes on', async ({ emptyDb }) => {
  const [former, heir] = [await emptyDb.createRole('former'), await emptyDb.createRole('heir')];
  await emptyDb.asAdmin(
    `grant create on database ${emptyDb.name} to ${former}, ${heir}; grant create on schema public to ${former}`,
  );
  const before = await emptyDb.connect(former);
  await before.query(`
    create extension specql_cdc;
    create table public.tb_item (id uuid primary key default gen_random_uuid());
    select app.enable_audit_cascade('tb_item');
    insert into tb_item default values`);
  await emptyDb.asAdmin(`reassign owned by ${former} to ${heir}`);
  for (const statement of [
    'select from app.audit_item',
    'select from app.mutation',
    'select app.apply_access()',
    'select app.grant_administrator(current_user)',
    "select app.enable_audit_cascade('tb_item')",
  ]) {
    await expect(before.query(statement), statement).rejects.toMatchObject({ code: '42501' });
  }
  const after = await emptyDb.connect(heir);
  const findings = `select detail from app.health_check() where status <> 'ok'`;
  expect(await column(after, findings)).toEqual([`the extension was reassigned to ${heir}`]);
  await after.query('select app.apply_access()');
  expect(await column(after, findings)).toEqual([]);
  expect(await column(after, 'select role_name::text from app.access_grant')).toEqual([heir]);
  await after.query("insert into tb_item default values; select app.enable_audit_cascade('tb_item')");
  expect(await column(after, 'select count(*)::int from app.audit_item')).toEqual([2]);
});
