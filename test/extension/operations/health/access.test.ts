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

test('an administrator may ask', async ({ db }) => {
  const role = await db.createRole('administrator');
  await createBlog(db);
  await db.sql.query('select app.grant_administrator($1)', [role]);
  expect(await findings(await db.connect(role))).toEqual([]);
});
