import { expect } from 'vitest';
import { column, value } from '../../harness/query.js';
import { failure } from '../../harness/events.js';
import { test, type DatabaseFixture } from '../../harness/fixture.js';

const [tenantA, tenantB] = ['aaaaaaaa-0000-4000-8000-000000000000', 'bbbbbbbb-0000-4000-8000-000000000000'];

/** An audit table that a role made, with what it added, and which the owner of the extension was given then. */
async function adopted(db: DatabaseFixture, added: string): Promise<void> {
  const role = await db.createRole('earlier');
  await db.asAdmin(`
    create schema h authorization ${role}; grant usage on schema h to public; grant usage on schema app to ${role};
    create table app.audit_t (
      audit_id uuid primary key default gen_random_uuid(), entity_id uuid, tenant_id uuid, operation_type text,
      changed_by uuid, changed_at timestamptz default now(), old_values jsonb, new_values jsonb, change_reason text,
      transaction_id bigint, application_name text);
    alter table app.audit_t owner to ${role}`);
  await (
    await db.connect(role)
  ).query(`
    create function h.evil(text) returns text language plpgsql immutable as
      $$ begin if current_user = 'specql_owner' then raise 'sprung'; end if; return $1; end $$;
    ${added}`);
  await db.asAdmin('alter table app.audit_t owner to specql_owner');
  await db.sql.query('create table public.tb_t (id uuid primary key, tenant_id uuid)');
}

test('statistics on an audit table that is taken over are refused like its other code', async ({ db }) => {
  await adopted(
    db,
    `create statistics h.trap on (h.evil('a') || operation_type), (operation_type || h.evil('b')) from app.audit_t`,
  );
  expect(await failure(db.sql.query(`select app.enable_audit_cascade('tb_t')`))).toMatchObject({
    code: '42501',
    message: expect.stringContaining('statistics object h.trap') as string,
  });
});

test.for(['another', 'specql_reader'])('a policy called %s shows readers no other tenant', async (policy, { db }) => {
  await adopted(db, `create policy ${policy} on app.audit_t for select using (true)`);
  const reader = await db.createRole('reader');
  await db.sql.query(`select app.enable_audit_cascade('tb_t'), app.grant_reader($1, array[$2]::uuid[])`, [
    reader,
    tenantA,
  ]);
  await db.sql.query(`insert into tb_t values (gen_random_uuid(), $1), (gen_random_uuid(), $2)`, [tenantA, tenantB]);
  expect(await column(await db.connect(reader), 'select tenant_id from app.audit_t')).toEqual([tenantA]);
});

test('a policy that somebody adds is reported, and enabling again drops it', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_t (id uuid primary key, tenant_id uuid);
    select app.enable_audit_cascade('tb_t');
    create policy open on app.audit_t using (true)`);
  const findings = `select detail from app.health_check() where "check" = 'audit_table' and status <> 'ok'`;
  expect(await column(db.sql, findings)).toEqual(['app.audit_t has policy open, which auditing did not make']);
  await db.sql.query(`select app.enable_audit_cascade('tb_t')`);
  expect(await column(db.sql, findings)).toEqual([]);
});

test('a former owner runs no code through a child of the audit table that a restore left it', async ({
  emptyDb: db,
}) => {
  const [former, writer] = [await db.createRole('former'), await db.createRole('writer')];
  // As a superuser's restore leaves it.
  await db.asAdmin(`
    create extension specql_cdc;
    create schema s authorization ${former}; grant usage on schema s to public;
    set role ${former}; create table s.tb_x (id uuid primary key); grant insert on s.tb_x to ${writer}; reset role;
    select app.enable_audit_cascade('s.tb_x'), app.grant_writer('${writer}');
    alter table app.audit_x owner to ${former}; alter function app.audit_trigger_x() owner to ${former};
    insert into app.access_grant (role_name, capability) values ('${former}', 'owner');
    select app.create_collect_function(t) from app.audited_table t`);
  const session = await db.connect(former);
  await session.query(`
    create function s.evil(text) returns text language plpgsql immutable as
      $$ begin if current_user <> '${former}' then raise 'sprung'; end if; return $1; end $$;
    create table s.child () inherits (app.audit_x);
    create index on s.child ((s.evil('a') || operation_type))`);
  const other = await db.connect(writer);
  const mutation = `select app.begin_mutation('m'); insert into s.tb_x values (gen_random_uuid()); select app.end_mutation()`;
  for (const [from, call] of [
    [other, mutation],
    [session, `select * from app.truncations('x')`],
  ] as const) {
    expect(await failure(from.query(call))).toMatchObject({
      code: '55000',
      message: 'app.audit_x may run code when it is read',
    });
  }
  expect(await value(session, 'select count(*)::int from app.audit_x')).toBe(0);
});

test('the health check runs nothing of the role that a restore gave an audit table to', async ({ db }) => {
  const former = await db.createRole('former');
  await db.asAdmin(`create schema h authorization ${former}; grant usage on schema h, app to ${former}, specql_owner`);
  await db.sql.query(`
    create table public.tb_t (id integer primary key); select app.enable_audit_cascade('tb_t'); insert into tb_t values (1)`);
  await db.asAdmin(`alter table app.audit_t owner to ${former}`);
  const session = await db.connect(former);
  await session.query(`
    create function h.evil() returns boolean language plpgsql as
      $$ begin if current_user <> '${former}' then raise 'sprung'; end if; return true; end $$;
    create function h.evil_trigger() returns trigger language plpgsql as $$ begin perform h.evil(); return null; end $$;
    grant execute on all functions in schema h to public`);
  await session.query(`create policy trap on app.audit_t for select using (h.evil());
    grant all on app.audit_t to public`);
  const details = await column(db.sql, `select detail from app.health_check() where status <> 'ok'`);
  expect(details.join()).toContain('app.audit_t');
  await db.asAdmin(`alter table app.audit_t disable row level security`);
  await session.query(`drop policy trap on app.audit_t;
    create trigger trap after delete on app.audit_t execute function h.evil_trigger()`);
  for (const call of [(text: string) => db.sql.query(text), (text: string) => db.asAdmin(text)]) {
    expect(await failure(call(`select app.remove_repeated_inserts('public.tb_t', 1)`))).toMatchObject({
      code: '42501',
    });
  }
});
