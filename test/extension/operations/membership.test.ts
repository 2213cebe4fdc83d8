import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { auditedTitles, createBlog, publish, tenantA, tenantB } from '../../harness/tenantBlog.js';

test('members of a group have what the group was granted', async ({ db }) => {
  const group = await db.createRole('group');
  const member = await db.createRole('member');
  await db.asAdmin(`grant ${group} to ${member}`);
  await createBlog(db, group);
  await db.sql.query('select app.grant_writer($1), app.grant_reader($1, array[$2::uuid])', [group, tenantA]);
  await publish(db.sql, tenantB, 'of B');
  const client = await db.connect(member);
  await publish(client, tenantA, 'of A');
  expect(await auditedTitles(client)).toEqual(['of A']);
});

test('a member of two groups reads the tenants of both, or of one as that group', async ({ db }) => {
  const a = await db.createRole('a');
  const b = await db.createRole('b');
  const member = await db.createRole('member');
  await db.asAdmin(`grant ${a}, ${b} to ${member}`);
  await createBlog(db);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid]), app.grant_reader($3, array[$4::uuid])', [
    a,
    tenantA,
    b,
    tenantB,
  ]);
  await publish(db.sql, tenantA, 'of A');
  await publish(db.sql, tenantB, 'of B');
  const client = await db.connect(member);
  expect(await auditedTitles(client)).toEqual(['of A', 'of B']);
  await client.query(`set role ${a}`);
  expect(await auditedTitles(client)).toEqual(['of A']);
});

test('a member that does not inherit reads only what it reads itself until it becomes the group', async ({ db }) => {
  const group = await db.createRole('group');
  const member = await db.createRole('member', 'noinherit');
  await db.asAdmin(`grant ${group} to ${member}`);
  await createBlog(db);
  await db.sql.query('select app.grant_reader($1, array[$2::uuid]), app.grant_reader($3, array[$4::uuid])', [
    group,
    tenantA,
    member,
    tenantB,
  ]);
  await publish(db.sql, tenantA, 'of A');
  await publish(db.sql, tenantB, 'of B');
  const client = await db.connect(member);
  expect(await auditedTitles(client)).toEqual(['of B']);
  await client.query(`set role ${group}`);
  expect(await auditedTitles(client)).toEqual(['of A']);
});
