-- app.repeated_inserts(p_entity text, p_limit integer default null)
--   returns table (audit_id uuid, transaction_id bigint, changed_at timestamptz)
-- The inserts in an audit table of a row that is there already, with the same image. Internal.
--   p_limit  looks at so many audit rows, those of the first entities; null for all
create function app.repeated_inserts(p_entity text, p_limit integer default null)
returns table (audit_id uuid, transaction_id bigint, changed_at timestamptz)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Two equal rows of a table without a key are no repetition.
  if not (select app.replays_by_key(t) from app.audited_table t where t.entity = p_entity) then
    return;
  end if;
  return query execute app.render_sql($sql$
    select r.audit_id, r.transaction_id, r.changed_at
    from (
      select a.*,
        lag(a.operation_type) over entity as former_type, lag(a.new_values) over entity as former_values,
        lag(a.changed_at) over entity as former_at
      from (
        select audit_id, entity_id, operation_type, changed_at, new_values, transaction_id
        from app.{table:I}
        where entity_id is not null
        order by entity_id, changed_at
        limit $1) a
      window entity as (partition by a.entity_id order by a.changed_at, a.audit_id)) r
    where r.operation_type = 'INSERT' and r.former_type in ('INSERT', 'UPDATE') and r.new_values = r.former_values
      and not exists (
        select from app.{table:I} t
        where t.operation_type = 'TRUNCATE' and t.changed_at between r.former_at and r.changed_at)
  $sql$, jsonb_build_object('table', app.audit_table_name(p_entity)))
  using p_limit;
end
$function$;

-- app.remove_repeated_inserts(p_table regclass, p_transaction_id bigint) returns bigint
-- Removes the audit rows that a restore of rows alone wrote, because the triggers were there already: the inserts by
-- one transaction of rows that are in the history with the same image. app.health_check reports them as
-- repeated_inserts, with this call.
--   p_table           the audited table
--   p_transaction_id  the transaction that loaded the rows, as the audit rows have it
-- Returns how many it removed. The history tells the same as before.
-- Errors: 42704 when the table is not audited; 42501 for anybody but the owner of its audit table.
create function app.remove_repeated_inserts(p_table regclass, p_transaction_id bigint) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_history regclass := app.audit_table_of(v_target.entity);
  v_rows bigint;
begin
  if not pg_has_role((select relowner from pg_class where oid = v_history), 'usage') then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('only the owner of the extension removes audit rows of %s', p_table),
      detail = format('%s belongs to %s.', v_history, (select relowner::regrole from pg_class where oid = v_history)),
      hint = 'Call the function as that role.';
  end if;
  execute format('lock table %s in row exclusive mode', v_history);
  perform app.require_own_code(v_history);
  perform set_config('app.purged_history', v_history::oid::text, true);
  execute format(
    'delete from %s where audit_id in (select r.audit_id from app.repeated_inserts($1) r where r.transaction_id = $2)',
    v_history)
  using v_target.entity, p_transaction_id;
  get diagnostics v_rows = row_count;
  perform set_config('app.purged_history', '', true);
  return v_rows;
end
$function$;
