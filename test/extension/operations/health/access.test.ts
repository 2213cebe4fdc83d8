import { expect } from 'vitest';
import { test } from '../../../harness/fixture.js';
import { createBlog, tenantA } from '../../../harness/tenantBlog.js';
import { expectMended, findings } from '../../../harness/healthFindings.js';

test('a role that was dropped', async ({ db }) => {
  const role = await db.createRole('reader');
  await db.sql.query('select app.grant_reader($1)', [role]);
  await db.asAdmin(`drop owned by ${role}; drop role ${role}`);
  await expectMended(db.sql, [['access', `role ${role} was granted reader access and is gone`]]);
  await db.asAdmin(`create role ${role}`);
});

test('rights that were taken away by hand', async ({ db }) => {
  const role = await db.createRole('reader');
  await createBlog(db);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid])', [role, tenantA]);
  await db.sql.query(`revoke all on app.audit_post, app.mutation from ${role}; revoke all on schema app from ${role}`);
  await expectMended(db.sql, [
    [
      'access',
      `role ${role} was granted reader access and lacks usage on app, select on app.audit_post, select on app.mutation`,
    ],
  ]);
});

test('audit objects that were given to somebody without rights', async ({ db }) => {
  const leaver = await db.createRole('leaver');
  const successor = await db.createRole('successor');
  await db.sql.query('select app.grant_administrator($1)', [leaver]);
  await db.asAdmin(`create schema annex authorization ${leaver}`);
  const former = await db.connect(leaver);
  await former.query(
    "create table annex.tb_note (id integer primary key); select app.enable_audit_cascade('annex.tb_note')",
  );
  await db.asAdmin(`reassign owned by ${leaver} to ${successor}`);

  const client = await db.connect(successor);
  await expect(client.query('insert into annex.tb_note values (1)')).rejects.toMatchObject({ code: '42501' });
  await expectMended(db.sql, [
    [
      'access',
      `role ${leaver} was granted administrator access and lacks select on app.audit_note, execute on app.get_note_audit_history`,
    ],
    ['access', `the trigger function of annex.tb_note belongs to ${successor}, who is no administrator`],
  ]);
  await client.query('insert into annex.tb_note values (1)');
  await client.query("select app.enable_audit_cascade('annex.tb_note')");
});

test('an administrator may ask', async ({ db }) => {
  const role = await db.createRole('administrator');
  await createBlog(db);
  await db.sql.query('select app.grant_administrator($1)', [role]);
  expect(await findings(await db.connect(role))).toEqual([]);
});
