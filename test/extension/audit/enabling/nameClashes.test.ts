import { expect } from 'vitest';
import { rows, value } from '../../../harness/query.js';
import { test } from '../../../harness/fixture.js';
import { story } from '../../../harness/trail.js';
import { createOlderPost } from '../../../harness/olderShapes.js';
import { state } from './state.js';

const own = 'returns trigger language plpgsql as $$ begin raise exception $e$mine$e$; end $$';

/** What has a name that enabling needs, and how the error calls it. */
const taken: Record<string, string> = {
  'view app.v_item_cascade_audit': 'create view app.v_item_cascade_audit as select 1 as one',
  'table app.v_item_recent_cascade_mutations': 'create table app.v_item_recent_cascade_mutations (id integer)',
  'function app.get_item_audit_history(integer,uuid,integer,integer)':
    'create function app.get_item_audit_history(integer, uuid, integer, integer) returns integer language sql return 1',
  'function app.get_item_audit_history_with_cascade(text)':
    'create function app.get_item_audit_history_with_cascade(text) returns text language sql return $1',
  'function app.collect_item_changes(bigint,uuid)':
    'create function app.collect_item_changes(bigint, uuid) returns app.change[] language sql return null::app.change[]',
  'function app.audit_trigger_item()': `create function app.audit_trigger_item() ${own}`,
  'table app.idx_audit_item_entity_id': 'create table app.idx_audit_item_entity_id (id integer)',
  'index app.idx_audit_item_changed_at':
    'create table app.own (v integer); create index idx_audit_item_changed_at on app.own (v)',
  'type app.audit_item': 'create type app.audit_item as enum ()',
  'type app.v_item_cascade_audit': 'create domain app.v_item_cascade_audit as text',
  'trigger audit_trigger_item_insert on public.tb_item': `create function public.own() ${own};
    create trigger audit_trigger_item_insert after insert on public.tb_item for each row when (new.v = 'x') execute function public.own()`,
};

for (const [object, create] of Object.entries(taken)) {
  test(`${object} of your own is refused by name, and stays`, async ({ db }) => {
    await db.sql.query(`create table public.tb_item (id integer primary key, v text); ${create}`);
    const before = await state(db.sql);
    await expect(db.sql.query(`select app.enable_audit_cascade('tb_item')`)).rejects.toMatchObject({
      code: '42710',
      message: `${object} exists and was not made by auditing`,
      hint: `Rename or drop the ${object.replace(/ .*/, '')}, or choose another entity name with p_entity.`,
    });
    expect(await state(db.sql)).toEqual(before);
    await db.sql.query(
      `select app.enable_audit_cascade('tb_item', p_entity => 'other'); insert into tb_item values (1, 'a')`,
    );
    expect(await story(db.sql, 'other')).toEqual(['INSERT 1: a']);
  });
}

test('a function that returns no trigger is no trigger function of an older version', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create table app.audit_item (audit_id uuid, entity_id integer, operation_type text, new_values jsonb);
    create function app.audit_trigger_item() returns bigint language sql as 'select count(*) from app.audit_item'`);
  await expect(db.sql.query(`select app.enable_audit_cascade('tb_item')`)).rejects.toMatchObject({ code: '42710' });
});

test('a trigger function that writes another audit table is not overwritten', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    create table public.audit_item (v text);
    create function app.audit_trigger_item() returns trigger language plpgsql as
      $$ begin insert into public.audit_item values (new.v); return null; end $$`);
  await expect(db.sql.query(`select app.enable_audit_cascade('tb_item')`)).rejects.toMatchObject({ code: '42710' });
});

test('what took a name after it was audited is neither overwritten nor dropped', async ({ db }) => {
  await db.sql.query(`
    create table public.tb_item (id integer primary key, v text);
    select app.enable_audit_cascade('tb_item');
    insert into tb_item values (1, 'a');
    drop view app.v_item_cascade_audit;
    create view app.v_item_cascade_audit as select 1 as one`);
  const before = await state(db.sql);
  for (const call of [`enable_audit_cascade('tb_item')`, `disable_audit_cascade('tb_item', true)`]) {
    await expect(db.sql.query(`select app.${call}`)).rejects.toMatchObject({
      code: '42710',
      message: 'view app.v_item_cascade_audit exists and was not made by auditing',
      hint: 'Rename or drop the view.',
    });
    expect(await state(db.sql)).toEqual(before);
  }
  await db.sql.query(`drop view app.v_item_cascade_audit; select app.enable_audit_cascade('tb_item')`);
  expect(await value(db.sql, `select count(*)::int from app.get_item_audit_history(1)`)).toBe(1);
});

test('the functions of an older version are replaced, whatever schema their code leaves out', async ({ db }) => {
  await createOlderPost(db.sql, '');
  await db.sql.query(`
    create or replace function app.audit_trigger_post() returns trigger language plpgsql security definer set search_path = app as $$
    begin
      INSERT INTO AUDIT_POST (entity_id, tenant_id, operation_type) values (new.id, new.tenant_id, tg_op);
      return new;
    end $$;
    select app.enable_audit_cascade('blog.tb_post'), app.disable_audit_cascade('blog.tb_post'), app.enable_audit_cascade('blog.tb_post')`);
  expect(await rows(db.sql, `select * from app.health_check() where status <> 'ok'`)).toEqual([]);
});
