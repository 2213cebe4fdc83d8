import { afterAll, expect, test } from 'vitest';
import { phase1 } from '../../harness/olderShapes.js';
import { createTestDatabase } from '../../../build/server/databases.js';
import { hasPlpgsqlCheck, startCheckedServer } from '../../harness/checkedServer.js';

const server = hasPlpgsqlCheck() ? await startCheckedServer() : undefined;
afterAll(() => server?.stop());

/** One table for each form of the generated functions. */
const audited = `
  create table public.tb_plain (id uuid primary key, tenant_id uuid, v text);
  select app.enable_audit_cascade('tb_plain');
  create table public.tb_options (id uuid primary key, seen text, hidden text, password text);
  select app.enable_audit_cascade('tb_options', p_ignore => '{seen}', p_exclude => '{hidden}', p_redact => '{password}');
  create table public.tb_kept (a integer, b text, v text, primary key (a, b));
  select app.enable_audit_cascade('tb_kept', p_keep_unchanged => true, p_replica => true);
  create table public.tb_keyless (v text);
  select app.enable_audit_cascade('tb_keyless');
  create table public.tb_parted (id integer primary key, v text) partition by range (id);
  create table public.parted_1 partition of public.tb_parted for values from (1) to (10);
  select app.enable_audit_cascade('tb_parted');
  create table public.tb_parent (id integer primary key, v text);
  create table public.child (w text) inherits (public.tb_parent);
  select app.enable_audit_cascade('tb_parent');
  create table public.tb_old (id uuid primary key, v text);
  create table app.audit_old (${phase1});
  select app.enable_audit_cascade('tb_old', p_storage => 'embedded')`;

/** Trigger functions are checked once for each table they are on, with the transition tables they get there. */
const findings = `
  with checked as (
    select p.oid, coalesce(t.tgrelid, 0) as relation, max(t.tgoldtable) as oldtable, max(t.tgnewtable) as newtable
    from pg_proc p
    join pg_language l on l.oid = p.prolang and l.lanname = 'plpgsql'
    left join pg_trigger t on t.tgfoid = p.oid
    where p.pronamespace = 'app'::regnamespace and (p.prorettype <> 'trigger'::regtype or t.oid is not null)
    group by p.oid, t.tgrelid)
  select p.proname as function, f.level, f.message, coalesce(f.query, '') as query
  from checked c
  join pg_proc p using (oid)
  cross join lateral plpgsql_check_function_tb(c.oid, c.relation, oldtable => c.oldtable, newtable => c.newtable,
    other_warnings => true, extra_warnings => true, performance_warnings => true, fatal_errors => false) f
  order by 1, 3, 4`;

/** What the check cannot know, or what costs nothing: each with its reason. */
const accepted: { function?: RegExp; message: RegExp; reason: string }[] = [
  { message: /^target type is different type than source type$/, reason: 'a constant or a name, cast once a call' },
  { message: /^cannot determinate a result of dynamic SQL$/, reason: 'the statement is put together for the table' },
  { message: /^OUT variable ".*" is maybe unmodified$/, reason: 'RETURN QUERY EXECUTE sets them' },
  { message: /^control reached end of function without RETURN$/, reason: 'the function called last raises' },
  { message: /^name of parameter "check" is reserved keyword$/, reason: 'the contract names it so' },
  {
    function: /^claim_table$/,
    message: /^routine is marked as VOLATILE, should be STABLE$/,
    reason: 'the statement that it puts together writes a comment',
  },
  {
    function: /^doorbell_locks$/,
    message: /^routine is marked as VOLATILE, should be STABLE$/,
    reason: 'sessions take and leave locks meanwhile; what it reads them with is called stable to be inlined',
  },
  {
    function: /^(require_cdc_event|grant_consumer)$/,
    message: /^p_(before|schema|table|consumers) is missing$/,
    reason: 'the check runs what it takes for a constant',
  },
  {
    message: /^(record "v_(marker|row|change)" is not assigned yet|never read variable "v_(marker|row|change)")$/,
    reason: 'dynamic SQL assigns it',
  },
  {
    function: /^audit_trigger_old$/,
    message: /^never read variable "v_(cascade_timestamp|session_user_name|client_addr)"$/,
    reason: 'its audit table has no such columns',
  },
  {
    function:
      /^(cover_partitions|current_images|mutation_changes|refuse_unrecorded_row|truncated_images|window_events|window_start)$/,
    message: /^routine is marked as VOLATILE, should be STABLE$/,
    reason: 'it must not be run early, or with an older snapshot',
  },
  {
    function: /^empty_segment$/,
    message: /^routine is marked as VOLATILE, should be STABLE$/,
    reason: 'dynamic SQL truncates',
  },
  {
    function: /^canonical_image$/,
    message: /^routine is marked as STABLE, should be IMMUTABLE$/,
    reason: 'output functions depend on settings',
  },
  {
    function: /^given_mutation$/,
    message: /^parameter "p_(cascade|entities)" is never read$/,
    reason: 'INOUT: it is returned as it came where nothing is set',
  },
  {
    function: /^note_touched$/,
    message: /^never read variable "v_touched"$/,
    reason: 'the scan counts, not its result',
  },
  {
    function: /^row_type_columns$/,
    message: /^(type integer is not composite|unmodified OUT variable "(names|types)")$/,
    reason: 'polymorphic: the check tries it with an integer',
  },
];

interface Finding {
  function: string;
  level: string;
  message: string;
  query: string;
}

test.runIf(server)('plpgsql_check finds nothing in any function, installed or generated', async () => {
  if (!server) return;
  const database = await createTestDatabase(server);
  await (await database.connect()).query(audited);
  await database.asAdmin('create extension plpgsql_check schema pg_catalog');
  const found = (await database.asAdmin(findings)).rows as Finding[];
  const isAccepted = (finding: Finding) =>
    accepted.some((one) => one.message.test(finding.message) && (one.function?.test(finding.function) ?? true));
  expect(found.filter((finding) => !isAccepted(finding))).toEqual([]);
});
