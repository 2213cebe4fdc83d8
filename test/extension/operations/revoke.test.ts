import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column, createBlog, outcomes, publish, tenantA } from '../../harness/tenantBlog.js';

const grants = ['writer', 'reader', 'consumer', 'administrator'];

test('revoking takes back everything, and nothing that others were granted', async ({ db }) => {
  const role = await db.createRole('leaver');
  const other = await db.createRole('stayer');
  await createBlog(db);
  await publish(db.sql, tenantA, 'of A');
  for (const grant of grants)
    await db.sql.query(`select app.grant_${grant}($1), app.grant_${grant}($2)`, [role, other]);
  await db.sql.query('select app.revoke_access($1)', [role]);

  const rights = `select o.object from app.access_grant g, app.rights(g.capability) o where app.is_granted(o.acl, $1, o.privilege)`;
  expect(await column(db.sql, rights, [role])).toEqual([]);
  expect((await column(db.sql, rights, [other])).length).toBeGreaterThan(50);
  expect(
    await outcomes(await db.connect(role), [
      'select from app.audit_post',
      "select app.begin_mutation('m')",
      'create table app.t ()',
    ]),
  ).toEqual({
    'select from app.audit_post': '42501',
    "select app.begin_mutation('m')": '42501',
    'create table app.t ()': '42501',
  });
  expect(
    await column(db.sql, 'select count(*)::int from pg_shdepend where refobjid = $1::regrole and dbid <> 0', [role]),
  ).toEqual([0]);
});

test('what the role owns or was granted elsewhere stays', async ({ db }) => {
  const role = await db.createRole('leaver');
  await db.sql.query(`
    select app.grant_writer('${role}');
    create table app.unrelated ();
    grant select on app.unrelated to ${role}`);
  await db.sql.query('select app.revoke_access($1)', [role]);
  expect(await column(db.sql, `select has_table_privilege('${role}', 'app.unrelated', 'select')`)).toEqual([true]);
});

test('the rights of whoever audits tables may go, and those of the owner of the extension not', async ({ db }) => {
  const role = await db.createRole('administrator');
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.asAdmin(`create schema annex authorization ${role}`);
  const client = await db.connect(role);
  await client.query(
    "create table annex.tb_note (id integer primary key); select app.enable_audit_cascade('annex.tb_note')",
  );
  await expect(client.query("select app.revoke_access('specql_owner')")).rejects.toMatchObject({ code: '2BP01' });
  await db.sql.query('select app.revoke_access($1)', [role]);

  const writer = await db.createRole('writer');
  await client.query(`grant usage on schema annex to ${writer}; grant insert on annex.tb_note to ${writer}`);
  const session = await db.connect(writer);
  await session.query('insert into annex.tb_note values (1)');
  expect(await column(db.sql, 'select session_user_name from app.audit_note')).toEqual([writer]);
  await expect(client.query("select app.disable_audit_cascade('annex.tb_note')")).rejects.toMatchObject({
    code: '42501',
  });
  expect(await column(db.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
});

test('what one administrator audited, the heir of its tables goes on with', async ({ db }) => {
  const [leaver, heir, writer] = [
    await db.createRole('leaver'),
    await db.createRole('heir'),
    await db.createRole('writer'),
  ];
  await db.sql.query(
    `select app.grant_administrator('${leaver}'), app.grant_administrator('${heir}'), app.grant_writer('${writer}')`,
  );
  await db.asAdmin(`create schema annex authorization ${leaver}`);
  await (
    await db.connect(leaver)
  ).query(`
    create table annex.tb_note (id integer primary key);
    select app.enable_audit_cascade('annex.tb_note');
    grant usage on schema annex to ${writer};
    grant insert on annex.tb_note to ${writer}`);
  await db.asAdmin(`reassign owned by ${leaver} to ${heir}`);
  await db.sql.query('select app.revoke_access($1)', [leaver]);

  const session = await db.connect(writer);
  await session.query('begin');
  await session.query("select app.begin_mutation('take_note')");
  await session.query('insert into annex.tb_note values (1)');
  expect(await column(session, "select app.end_mutation() -> 'updated' -> 0 ->> 'id'")).toEqual(['1']);
  await session.query('commit');
  expect(await column(db.sql, "select detail from app.health_check() where status <> 'ok'")).toEqual([]);
  await (await db.connect(heir)).query("select app.enable_audit_cascade('annex.tb_note')");
});

test('a role dropped since leaves nothing but its row, which revoking removes', async ({ db }) => {
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [role]);
  await db.asAdmin(`drop owned by ${role}; drop role ${role}`);
  await createBlog(db);
  await db.sql.query('select app.apply_access()');
  await db.sql.query('select app.revoke_access($1)', [role]);
  expect(await column(db.sql, 'select role_name::text from app.access_grant')).toEqual(['specql_owner']);
  await db.asAdmin(`create role ${role}`);
});
