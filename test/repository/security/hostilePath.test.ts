import type pg from 'pg';
import { expect } from 'vitest';
import { test, type DatabaseFixture } from '../../harness/fixture.js';
import { column } from '../../harness/tenantBlog.js';

/**
 * A schema full of traps: operators and functions that stand where ours or PostgreSQL's would be, some of them a better match for
 * the arguments. Whoever steps on one is noted in the setting trap.sprung.
 */
async function layTraps(client: pg.Client, schema: string): Promise<void> {
  let made = 0;
  const trap = (signature: string, returns: string, value: string) => `
    create function ${schema}.${signature} returns ${returns} language plpgsql set search_path = pg_catalog as $$ begin
      perform set_config('trap.sprung', concat_ws(' ', current_setting('trap.sprung', true), current_user, '${signature}'), false);
      return ${value}; end $$;`;
  const operator = (name: string, left: string, right: string, returns: string, value: string) => {
    const procedure = `operator_${String((made += 1))}`;
    return `${trap(`${procedure}(a ${left}, b ${right})`, returns, value)}
      create operator ${schema}.${name} (leftarg = ${left}, rightarg = ${right}, function = ${schema}.${procedure});`;
  };
  await client.query(
    [
      trap('current_setting(a text, b boolean)', 'text', 'null'),
      trap('set_config(a text, b text, c boolean)', 'text', 'null'),
      trap('clock_timestamp()', 'timestamptz', 'now()'),
      trap('now()', 'timestamptz', 'pg_catalog.clock_timestamp()'),
      trap('to_jsonb(a anyelement)', 'jsonb', "'{}'"),
      trap('jsonb_typeof(a jsonb)', 'text', "'object'"),
      trap('format(a text, b text)', 'text', "''"),
      trap('uuidv7()', 'uuid', 'null'),
      trap('context_text(a text)', 'text', 'null'),
      trap('require_value(a text, b text)', 'text', 'null'),
      trap('has_table_privilege(a oid, b text)', 'boolean', 'true'),
      trap('pg_has_role(a name, b oid, c text)', 'boolean', 'true'),
      operator('=', 'text', 'text', 'boolean', 'true'),
      operator('=', 'uuid', 'uuid', 'boolean', 'true'),
      operator('=', 'name', 'text', 'boolean', 'true'),
      operator('=', 'varchar', 'varchar', 'boolean', 'true'),
      operator('=', 'varchar', 'text', 'boolean', 'true'),
      operator('<>', 'text', 'text', 'boolean', 'true'),
      operator('->', 'jsonb', 'text', 'jsonb', "'{}'"),
      operator('->>', 'jsonb', 'text', 'text', "''"),
      operator('||', 'jsonb', 'jsonb', 'jsonb', "'{}'"),
      operator('||', 'text', 'text', 'text', "''"),
      operator('*<>', 'record', 'record', 'boolean', 'false'),
      operator('~', 'text', 'text', 'boolean', 'true'),
    ].join('\n'),
  );
  for (const name of [
    'audited_table',
    'mutation',
    'access_grant',
    'outbox',
    'pg_class',
    'pg_proc',
    'pg_roles',
    'pg_trigger',
    'pg_attribute',
  ]) {
    await client.query(`create table ${schema}.${name} (trap text); create temporary table ${name} (trap text)`);
  }
  await client.query(`
    create domain pg_temp.uuid as pg_catalog.text check (false);
    create domain pg_temp.jsonb as pg_catalog.text check (false);
    create domain pg_temp.bigint as pg_catalog.text check (false)`);
}

/** A database with an audited table of each level, a writer who has laid traps, and who may not read what is audited. */
async function trapped(db: DatabaseFixture): Promise<{ attacker: pg.Client; role: string }> {
  const role = await db.createRole('attacker');
  await db.sql.query(`
    create schema blog;
    create table blog.tb_post (id uuid primary key default gen_random_uuid(), tenant_id uuid, code varchar(20) default 'x', created_by uuid);
    create table blog.tb_tag (code varchar(20) primary key);
    create table blog.tb_visit (page text);
    select app.enable_audit_cascade('blog.tb_post', p_ignore => '{code}'), app.enable_audit_cascade('blog.tb_tag'), app.enable_audit_cascade('blog.tb_visit');
    select app.grant_writer('${role}'), app.grant_consumer('${role}'), app.grant_reader('${role}', array['00000000-0000-4000-8000-00000000000a'::uuid]);
    grant usage on schema blog to ${role};
    grant all on all tables in schema blog to ${role}`);
  await db.asAdmin(`create schema evil authorization ${role}; grant usage on schema evil to public`);
  const attacker = await db.connect(role);
  await layTraps(attacker, 'evil');
  return { attacker, role };
}

const sprung = async (client: pg.Client) =>
  String(await column(client, "select pg_catalog.current_setting('trap.sprung', true)"));

test('a writer’s traps are never stepped on with the rights of another', async ({ db }) => {
  const { attacker, role } = await trapped(db);
  await attacker.query('set search_path = evil, pg_temp, pg_catalog, app');
  await attacker.query(`
    begin;
    select app.begin_mutation('attack', '00000000-0000-4000-8000-00000000000a');
    insert into blog.tb_post default values;
    update blog.tb_post set tenant_id = '00000000-0000-4000-8000-00000000000a';
    update blog.tb_post set code = 'y';
    delete from blog.tb_post;
    insert into blog.tb_tag values ('a'), ('b');
    update blog.tb_tag set code = 'c' where code operator(pg_catalog.=) 'a'::pg_catalog.text;
    insert into blog.tb_visit values ('/');
    update blog.tb_visit set page = '/x';
    truncate blog.tb_visit;
    select app.current_cascade();
    select app.write_outbox_event('Tag', gen_random_uuid(), 'TagCreated', '{}');
    select app.write_outbox_events('[{"aggregate_type": "Tag", "aggregate_id": "00000000-0000-4000-8000-00000000000a", "event_type": "TagCreated", "event_payload": {}}]');
    set local app.notify_payload = 'on';
    select app.log_cdc_event('TAG_CREATED', 'Tag', gen_random_uuid(), 'CREATE', null, '{}');
    select app.mark_outbox_processed((select id from app.outbox limit 1));
    select app.end_mutation();
    set local app.cascade_data = '{"updated": []}';
    insert into blog.tb_tag values ('d');
    commit`);
  const stepped = (await sprung(attacker))
    .split(' ')
    .filter((word) => word.startsWith('specql') || word === 'postgres');
  expect(stepped).toEqual([]);
  expect(await column(db.sql, 'select distinct session_user_name from app.audit_tag')).toEqual([role]);
  expect(await column(db.sql, 'select count(*)::int from app.audit_post')).toEqual([3]);
  expect(await column(db.sql, 'select count(*)::int from app.mutation')).toEqual([2]);
});

test('the traps do work', async ({ db }) => {
  const { attacker, role } = await trapped(db);
  await attacker.query(
    "set search_path = evil, pg_catalog; select 'a'::text = 'b', now(); set search_path = evil; select 'a'::varchar = 'b'::varchar",
  );
  expect((await sprung(attacker)).split(role)).toHaveLength(4);
});

test('a trap in the search path of a superuser who reads or administers is not stepped on', async ({ db }) => {
  const { attacker } = await trapped(db);
  await attacker.query(
    "set search_path = pg_catalog; insert into blog.tb_tag values ('a'); insert into blog.tb_post default values",
  );
  const admin = await db.connect('postgres');
  // As it commonly is: pg_catalog is searched first without being named, so only a better match can be a trap.
  await admin.query('set search_path = evil, app');
  await admin.query(`
    select from app.get_tag_audit_history('a');
    select from app.get_tag_audit_history_with_cascade('a', p_affected_entity => 'Tag');
    select from app.get_transaction_changes((select max(transaction_id) from app.audit_tag));
    select from app.get_mutations_affecting_entity('Tag');
    select from app.get_table_as_of('blog.tb_tag');
    select app.get_entity_as_of('blog.tb_tag', 'a');
    select from app.health_check();
    select app.cascade_entity('Tag', gen_random_uuid(), 'UPDATED', 'blog', null) where false;
    select app.grant_reader('postgres', p_scope => 'all');
    select app.enable_audit_cascade('blog.tb_tag');
    select app.write_audit_baseline('blog.tb_tag');
    select app.disable_audit_cascade('blog.tb_post')`);
  expect(await sprung(admin)).toBe('');
});
