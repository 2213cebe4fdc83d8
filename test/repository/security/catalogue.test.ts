import { expect } from 'vitest';
import { expectMended, findings } from '../../harness/healthFindings.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { value } from '../../harness/query.js';

/** Audits a table of each form, so that everything that is generated is there. */
async function auditEverything({ sql }: DatabaseFixture): Promise<void> {
  await sql.query(`
    create table public.tb_keyed (id uuid primary key, tenant_id uuid);
    create table public.tb_keyless (note text);
    create table public.tb_parted (id integer primary key) partition by list (id);
    create table public.tb_parted_1 partition of public.tb_parted for values in (1);
    create table public.tb_legacy (id uuid primary key);
    create table app.audit_legacy (
      audit_id uuid, entity_id uuid, operation_type text, changed_at timestamptz, old_values jsonb, new_values jsonb, transaction_id bigint);
    select app.enable_audit_cascade('public.tb_keyed'), app.enable_audit_cascade('public.tb_keyless'),
      app.enable_audit_cascade('public.tb_parted'), app.enable_audit_cascade('public.tb_legacy', p_storage => 'embedded')`);
}

/** What everybody may use in schema app. */
const openToPublic = `
  select distinct object from (
  select 'schema ' || nspname as object from pg_namespace, aclexplode(nspacl) where nspname = 'app' and grantee = 0
  union all
  select 'function ' || p.oid::regprocedure from pg_proc p, aclexplode(coalesce(proacl, acldefault('f', proowner)))
  where pronamespace = 'app'::regnamespace and grantee = 0
  union all
  select 'relation ' || c.oid::regclass from pg_class c, aclexplode(coalesce(relacl, acldefault('r', relowner)))
  where relnamespace = 'app'::regnamespace and grantee = 0
  union all
  select 'column of ' || a.attrelid::regclass from pg_attribute a join pg_class c on c.oid = attrelid, aclexplode(attacl)
  where relnamespace = 'app'::regnamespace and grantee = 0) o`;

test('nothing is open to everybody, neither installed nor generated', async ({ db }) => {
  await auditEverything(db);
  expect((await db.sql.query(openToPublic)).rows).toEqual([]);
});

test('nothing is open to everybody even where default privileges open everything', async ({ emptyDb }) => {
  await emptyDb.sql.query(`
    alter default privileges grant all on tables to public;
    alter default privileges grant all on sequences to public;
    alter default privileges grant all on functions to public;
    create extension specql_cdc`);
  await auditEverything(emptyDb);
  expect((await emptyDb.sql.query(openToPublic)).rows).toEqual([]);
});

test('what default privileges give a role is taken away, installed and generated, and reported', async ({
  emptyDb: db,
}) => {
  const role = await db.createRole('other');
  await db.sql.query(`
    alter default privileges grant all on tables to ${role};
    alter default privileges grant all on sequences to ${role};
    alter default privileges grant all on functions to ${role};
    alter default privileges grant all on types to ${role};
    create extension specql_cdc`);
  await auditEverything(db);
  const { rows } = await db.sql.query(
    `select c.relname as name, privilege_type from pg_class c, aclexplode(relacl)
     where relnamespace = 'app'::regnamespace and grantee = $1::regrole and relname <> 'audit_legacy'
     union all
     select p.oid::regprocedure::text, privilege_type from pg_proc p, aclexplode(proacl)
     where pronamespace = 'app'::regnamespace and grantee = $1::regrole
     union all
     select typname, privilege_type from pg_type, aclexplode(typacl) where typname = 'no_column' and grantee = $1::regrole`,
    [role],
  );
  expect(rows).toEqual([]);
  const ownership: [string, string] = ['ownership', `${role} was granted insert on app.access_grant, execute on `];
  await db.sql.query(`
    grant insert on app.access_grant to ${role};
    grant execute on function app.maintain(), app.collect_keyed_changes(bigint, uuid) to ${role}`);
  await expectMended(db.sql, [ownership]);
  await db.sql.query(`grant select (event_payload) on app.outbox to ${role}`);
  await expectMended(db.sql, [['ownership', `${role} was granted select (event_payload) on app.outbox, which`]]);
  expect(await value(db.sql, `select has_column_privilege('${role}', 'app.outbox', 'event_payload', 'select')`)).toBe(
    false,
  );
});

test('a right that a grant function granted stays when auditing is enabled again, and is no finding', async ({
  db,
}) => {
  const [reader, monitor] = [await db.createRole('reader'), await db.createRole('monitor')];
  await db.sql.query('select app.grant_reader($1), app.grant_monitor($2)', [reader, monitor]);
  await auditEverything(db);
  await db.sql.query(`select app.enable_audit_cascade('public.tb_keyed')`);
  expect(await findings(db.sql)).toEqual([]);
  await (await db.connect(reader)).query('select from app.audit_keyed');
});

test('every function that runs with its owner’s rights looks names up in pg_catalog alone', async ({ db }) => {
  await auditEverything(db);
  const { rows } = await db.sql.query(`
    select proname, coalesce(array_to_string(proconfig, ' '), 'nothing') as config from pg_proc
    where pronamespace = 'app'::regnamespace and prosecdef and not 'search_path=pg_catalog, pg_temp' = any (coalesce(proconfig, '{}'))`);
  expect(rows).toEqual([]);
});

test('every view reads with the rights of whoever asks, but the one that hides other roles’ grants', async ({ db }) => {
  await auditEverything(db);
  const { rows } = await db.sql.query(`
    select relname, reloptions from pg_class
    where relnamespace = 'app'::regnamespace and relkind in ('v', 'm') and not coalesce(reloptions, '{}') @> '{security_invoker=true}'`);
  expect(rows).toEqual([{ relname: 'v_my_access', reloptions: ['security_barrier=true'] }]);
});

test('every table that readers read has row-level security', async ({ db }) => {
  await auditEverything(db);
  const { rows } = await db.sql.query(`
    select r.object from app.rights('reader') r join pg_class c on r.kind = 'table' and c.oid = r.object::regclass
    where c.relkind in ('r', 'p') and not c.relrowsecurity`);
  expect(rows).toEqual([{ object: 'app.audited_table' }]);
});
