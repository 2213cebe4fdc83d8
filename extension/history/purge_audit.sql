-- app.superseded_rows(p_target app.audited_table) returns text
-- SQL for whether audit row a from before time $1 no longer tells anything about the state at $1 or later. Internal. $2
-- is the last TRUNCATE of the whole table before $1. What tells something is the last row of an entity that is there,
-- and the marker of a TRUNCATE of a partition alone, unless a baseline came after it. In a table without a key every
-- row does.
create function app.superseded_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when not app.replays_by_key(p_target) then 'true'
  else app.render_sql($sql$
    (a.changed_at <= $2
      or a.operation_type = 'DELETE' and a.entity_id is not null
      or a.operation_type = 'TRUNCATE' and {baseline_at:L}::timestamptz between a.changed_at and $1
      or exists (
        select from app.{table:I} later
        where later.entity_id = a.entity_id and later.changed_at < $1 and later.operation_type <> 'TRUNCATE'
          and (later.changed_at, later.audit_id) > (a.changed_at, a.audit_id)))
  $sql$, jsonb_build_object(
    'table', app.audit_table_name((p_target).entity),
    'baseline_at', coalesce((p_target).baseline_at, '-infinity'))) end;

-- app.purge_rows(p_table regclass, p_before timestamptz) returns bigint
-- The part of app.purge_audit that the owner of the extension does. Internal.
-- Errors: 42501 when an owner of the table or of its history has not claimed it; 22023 for a time in the future, before
-- which rows may still be written.
create function app.purge_rows(p_table regclass, p_before timestamptz) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_history regclass := app.audit_table_of(v_target.entity);
  v_truncated_at timestamptz;
  v_rows bigint;
begin
  if not app.is_claimed(v_history) then
    perform app.require_claim(p_table);
  end if;
  if p_before > clock_timestamp() then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_before is in the future',
      detail = format('It is %s.', p_before),
      hint = 'Pass a time that has passed: now() - interval ''2 years''.';
  end if;
  execute format('lock table %s in row exclusive mode', v_history);
  perform app.require_own_code(v_history);
  -- Two at once, or a baseline at the same time, would each set complete_since from the other's former value.
  select * into v_target from app.audited_table where entity = v_target.entity for no key update;
  execute format(
    $$select max(t.changed_at) from %s t
    where t.operation_type = 'TRUNCATE' and t.entity_id is null and t.changed_at < $1 and %s$$,
    v_history, coalesce(app.truncates_whole_table(v_target), 'true')) into v_truncated_at using p_before;
  perform set_config('app.purged_history', v_history::oid::text, true);
  execute format(
    'delete from %s a where a.changed_at < $1 and %s',
    v_history, app.superseded_rows(v_target)) using p_before, v_truncated_at;
  get diagnostics v_rows = row_count;
  perform set_config('app.purged_history', '', true);
  update app.audited_table set complete_since = greatest(
    complete_since,
    case when v_rows > 0 and not app.replays_by_key(v_target) then 'infinity' else p_before end)
  where entity = v_target.entity;
  return v_rows;
end
$function$;

-- app.purge_audit(p_table regclass, p_before timestamptz) returns bigint
-- Removes old audit rows of a table: those from before a time that no longer tell anything about later times. The last
-- row of an entity that is still there stays, so app.get_table_as_of and app.get_entity_as_of answer as before from
-- p_before on. They refuse earlier times. What had audit rows before p_before can no longer be taken back. In a table
-- without a key all rows from before p_before go, and as-of is refused until app.write_audit_baseline was called.
--   select app.purge_audit('blog.tb_post', now() - interval '2 years')
--   p_table   an audited table you own, or any as the owner of the extension
--   p_before  a time that is not in the future
-- Returns the number of rows removed. Writers of the table do not wait, and memory does not grow with the rows. One
-- call is one statement: to remove much, call it for one month after the other, each in a transaction of its own. The
-- mutations in app.mutation stay.
-- Errors: 42704 when the table is not audited; 22004 for a null p_before; 22023 for one in the future; 42501 when
--   neither the table nor its history is yours; 55000 when its audit table is gone.
create function app.purge_audit(p_table regclass, p_before timestamptz) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_history regclass := app.audit_table_of(v_target.entity);
  v_claimed regclass;
  v_comment text;
  v_rows bigint;
begin
  perform app.require_value('p_before', p_before::text);
  if v_history is null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('the audit table of %s is gone', p_table),
      hint = format('Run: select app.enable_audit_cascade(%L).', p_table);
  end if;
  if pg_has_role((select relowner from pg_class where oid = v_history), 'usage') then
    v_claimed := v_history;
  else
    perform app.require_owner(p_table);
    perform app.require_history_owner(v_history) where not exists (select from pg_class where oid = p_table);
    v_claimed := p_table;
  end if;
  v_comment := app.claim_table(v_claimed);
  v_rows := app.purge_rows(p_table, p_before);
  perform app.release_table(v_claimed, v_comment);
  return v_rows;
end
$function$;
