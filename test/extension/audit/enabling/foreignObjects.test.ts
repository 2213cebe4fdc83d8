import { expect } from 'vitest';
import type pg from 'pg';
import { setTimeout } from 'node:timers/promises';
import { column, value } from '../../../harness/query.js';
import { test, type DatabaseFixture } from '../../../harness/fixture.js';
import { phase1 } from '../../../harness/olderShapes.js';
import { state } from './state.js';

/** An administrator who does not own the extension, and whom somebody let create objects in schema app. */
async function administrator(db: DatabaseFixture, name = 'administrator'): Promise<[role: string, client: pg.Client]> {
  const role = await db.createRole(name);
  await db.sql.query('select app.grant_administrator($1)', [role]);
  await db.sql.query(`grant create on schema app to ${role}`);
  return [role, await db.connect(role)];
}

/** A trap each: what an administrator makes beforehand, that would run with the rights of whoever enables. */
const traps: Record<string, [object: string, make: (role: string) => string]> = {
  'an audit table with a trigger': [
    'table app.audit_sup',
    (role) => `create table app.audit_sup (${phase1.replaceAll(' not null', '')});
      create function app.spring() returns trigger language plpgsql as $$
        begin execute 'alter role ${role} superuser'; return new; end $$;
      create trigger spring before insert on app.audit_sup for each row execute function app.spring()`,
  ],
  'a partition of the audit table': [
    'table app.audit_sup',
    () => `create table app.audit_sup (${phase1.replace(' primary key', '')}) partition by list (operation_type);
      create table app.part partition of app.audit_sup default`,
  ],
  'the trigger function': [
    'function app.audit_trigger_sup()',
    (role) => `create function app.audit_trigger_sup() returns trigger language plpgsql as $$
      begin execute 'alter role ${role} superuser'; return new; /* app.audit_sup */ end $$`,
  ],
  'a history function': [
    'function app.get_sup_audit_history(uuid,uuid,integer,integer)',
    () =>
      `create function app.get_sup_audit_history(p_entity_id uuid, uuid, integer, integer) returns integer language sql return 1`,
  ],
  'the collecting function': [
    'function app.collect_sup_changes(bigint,uuid)',
    () =>
      `create function app.collect_sup_changes(p_transaction_id bigint, p_mutation_id uuid) returns app.change[] language sql return '{}'::app.change[]`,
  ],
  'a view': ['view app.v_sup_cascade_audit', () => 'create view app.v_sup_cascade_audit as select 1 as audit_id'],
  'an index': [
    'index app.idx_audit_sup_changed_at',
    () => 'create table app.own (v integer); create index idx_audit_sup_changed_at on app.own (v)',
  ],
  'a type': ['type app.audit_sup', () => 'create type app.audit_sup as enum ()'],
};

for (const storage of ['columns', 'embedded']) {
  for (const [what, [object, make]] of Object.entries(traps)) {
    if (storage === 'embedded' && what === 'an index') continue;
    test(`${what} that somebody else made is not taken over (${storage})`, async ({ db }) => {
      const [role, client] = await administrator(db);
      await client.query(make(role));
      await db.asAdmin('create table public.sup (id uuid primary key, v text)');
      const before = await state(db.sql);
      const error = await db.asAdmin(`select app.enable_audit_cascade('public.sup', p_storage => '${storage}')`).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error).toMatchObject({
        code: '42501',
        message: `${object} belongs to ${role}`,
        hint: expect.stringMatching(
          / (owner to specql_owner|belongs to)\. Or choose another entity name with p_entity\.$/,
        ) as string,
      });
      expect(await state(db.sql)).toEqual(before);
      await db.asAdmin(`
        select app.enable_audit_cascade('public.sup', p_entity => 'other');
        insert into public.sup values (gen_random_uuid())`);
      expect(await value(db.sql, 'select rolsuper from pg_roles where rolname = $1', [role])).toBe(false);
    });
  }
}

test('a trap that is set while enabling waits is found as well', async ({ db }) => {
  const [, client] = await administrator(db);
  await db.asAdmin('create table public.sup (id uuid primary key, v text)');
  const before = await value(db.sql, 'select count(*)::int from pg_class');
  await db.sql.query('begin; lock app.audited_table in share mode');
  const enabling = expect(db.asAdmin(`select app.enable_audit_cascade('public.sup')`)).rejects.toMatchObject({
    code: '42501',
  });
  // The first look is over, the audit table is made, and its row in the registry waits.
  const waits = `select count(*)::int from pg_locks where relation = 'app.audited_table'::regclass and not granted`;
  while ((await value(client, waits)) === 0) await setTimeout(20);
  await client.query(
    `create function app.audit_trigger_sup() returns trigger language plpgsql as 'begin return null; end'`,
  );
  await db.sql.query('commit');
  await enabling;
  expect(await value(db.sql, 'select count(*)::int from pg_class')).toBe(before);
});

test('an audit table is refused while anything of it runs the code of somebody else', async ({ db }) => {
  const [role, client] = await administrator(db);
  await client.query(`
    create function app.spring() returns trigger language plpgsql as 'begin return new; end';
    create function app.reason() returns text language plpgsql as $$ begin return 'x'; end $$;
    create domain app.own_text as text check (value <> 'x');
    create function app.leap(text) returns boolean language plpgsql immutable as 'begin return true; end'`);
  await db.sql.query(`
    create table public.tb_item (id uuid primary key, v text);
    create table app.audit_item (${phase1});
    alter table app.audit_item alter change_reason set default app.reason(), add own app.own_text,
      add constraint leaps check (app.leap(application_name));
    create index leaping on app.audit_item (app.leap(application_name));
    create policy leapt on app.audit_item using (app.leap(application_name));
    create rule leap as on delete to app.audit_item where app.leap(old.operation_type) do instead nothing;
    create trigger spring before insert on app.audit_item for each row execute function app.spring()`);
  for (const [user, runs, drop] of [
    ['table app.audit_item', 'type app.own_text', 'alter table app.audit_item drop column own'],
    ['index app.leaping', 'function app.leap(text)', 'drop index app.leaping'],
    [
      'default value for column change_reason of table app.audit_item',
      'function app.reason()',
      'alter table app.audit_item alter change_reason drop default',
    ],
    [
      'constraint leaps on table app.audit_item',
      'function app.leap(text)',
      'alter table app.audit_item drop constraint leaps',
    ],
    ['rule leap on table app.audit_item', 'function app.leap(text)', 'drop rule leap on app.audit_item'],
    ['trigger spring on table app.audit_item', 'function app.spring()', 'drop trigger spring on app.audit_item'],
    ['policy leapt on table app.audit_item', 'function app.leap(text)', 'drop policy leapt on app.audit_item'],
  ] as const) {
    await expect(db.sql.query(`select app.enable_audit_cascade('tb_item')`)).rejects.toMatchObject({
      code: '42501',
      message: `${user} runs ${runs}, which belongs to ${role}`,
      hint: `Drop it, or give ${runs} to specql_owner.`,
    });
    await db.sql.query(drop);
  }
  await db.sql.query(`
    create function public.own() returns trigger language plpgsql as 'begin return new; end';
    create trigger own before insert on app.audit_item for each row execute function public.own();
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (gen_random_uuid())`);
  expect(await value(db.sql, 'select count(*)::int from app.audit_item')).toBe(1);
});

test('a registry row holds an entity name and no code', async ({ db }) => {
  await expect(
    db.sql.query(`insert into app.audited_table (entity, typename, relation, key_columns, level)
      values (E'x\\ndeclare v text := public.own(); --', 'X', 'pg_class', '{}', 'row')`),
  ).rejects.toMatchObject({ code: '23514' });
});

test('every member of the role that owns a table enables, goes on and disables', async ({ db }) => {
  const team = await db.createRole('team');
  const [first, one] = await administrator(db, 'one');
  const [second, two] = await administrator(db, 'two');
  await db.asAdmin(`
    grant ${team} to ${first}, ${second};
    create schema team authorization ${team};
    create table team.x (id uuid primary key, v text);
    alter table team.x owner to ${team}`);
  await one.query(`select app.enable_audit_cascade('team.x')`);
  await two.query(`select app.enable_audit_cascade('team.x', p_redact => '{v}'), app.disable_audit_cascade('team.x')`);
  await one.query(`select app.enable_audit_cascade('team.x')`);
  await db.asAdmin(`select app.enable_audit_cascade('team.x')`);
  await two.query(`select app.disable_audit_cascade('team.x', true)`);
  expect(await column(db.sql, 'select entity from app.audited_table')).toEqual([]);
});

test('a superuser may end what anybody enabled', async ({ db }) => {
  await db.sql.query(`create table public.tb_item (id uuid primary key); select app.enable_audit_cascade('tb_item')`);
  await db.asAdmin(
    `select app.disable_audit_cascade('public.tb_item'), app.disable_audit_cascade('public.tb_item', true)`,
  );
  expect(await value(db.sql, `select to_regclass('app.audit_item')`)).toBeNull();
});
