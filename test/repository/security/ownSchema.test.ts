import { expect } from 'vitest';
import { test } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

const schema = `select detail from app.health_check() where "check" = 'ownership' and status <> 'ok'`;

test('an operator that somebody left in schema app does not run while the extension is installed', async ({
  emptyDb,
}) => {
  const role = await emptyDb.createRole('early');
  await emptyDb.sql.query(`create schema app; grant all on schema app to ${role}`);
  const early = await emptyDb.connect(role);
  await early.query(`
    create function app.same(a oid, b regclass) returns boolean language plpgsql as $$ begin
      raise exception 'trap'; end $$;
    create operator app.= (leftarg = oid, rightarg = regclass, function = app.same);
    create function app.same(a oid, b oid) returns boolean language plpgsql as $$ begin raise exception 'trap'; end $$`);
  await expect(emptyDb.sql.query('create extension specql_cdc')).rejects.toMatchObject({
    code: '42501',
    message: `schema app is open to ${role}`,
    hint: `Look what they made there, then run: revoke create on schema app from ${role}.`,
  });
  await emptyDb.sql.query(`
    revoke all on schema app from ${role};
    create extension specql_cdc;
    create table public.tb_item (id uuid primary key);
    select app.enable_audit_cascade('tb_item'), app.grant_writer('${role}')`);
  expect(await column(emptyDb.sql, schema)).toEqual([
    `function app.same(oid,oid) belongs to ${role}`,
    `function app.same(oid,regclass) belongs to ${role}`,
    `operator app.=(oid,regclass) belongs to ${role}`,
  ]);
});

test('a schema app of somebody else is refused, unless it is empty and a superuser installs', async ({ emptyDb }) => {
  const role = await emptyDb.createRole('application');
  await emptyDb.asAdmin(`create schema app authorization ${role}; grant all on schema app to specql_owner`);
  const refused = { code: '42501', message: `schema app belongs to ${role}` };
  await expect(emptyDb.sql.query('create extension specql_cdc')).rejects.toMatchObject({
    ...refused,
    hint: 'Run: alter schema app owner to specql_owner.',
  });
  await emptyDb.asAdmin(`revoke all on schema app from specql_owner; create table app.setting (name text)`);
  await expect(emptyDb.asAdmin('create extension specql_cdc')).rejects.toMatchObject(refused);
  await emptyDb.asAdmin('drop table app.setting; create extension specql_cdc');
  await expect((await emptyDb.connect(role)).query('create table app.t ()')).rejects.toMatchObject({ code: '42501' });
});

test('health_check names who may create in schema app, and what they made', async ({ db }) => {
  const role = await db.createRole('stranger');
  await db.sql.query(`grant usage, create on schema app to ${role}`);
  await (
    await db.connect(role)
  ).query('create function app.era_of(text, integer) returns text language sql return null');
  expect(await column(db.sql, schema)).toEqual(
    [`${role} may create objects in schema app`, `function app.era_of(text,integer) belongs to ${role}`].sort(),
  );
});
