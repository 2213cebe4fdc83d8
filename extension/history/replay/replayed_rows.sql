-- app.replayed_rows(p_target app.audited_table) returns text
-- SQL for the audit rows a that determine the state at time $1. Internal.
-- They are the rows up to this time and after the last TRUNCATE of the whole table. The TRUNCATE of a partition or
-- child is not considered; app.require_replayable refuses the times it makes unknown.
create function app.replayed_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$app.%I a where a.operation_type <> 'TRUNCATE' and a.changed_at <= $1 and a.changed_at > coalesce((
      select max(t.changed_at) from app.truncations(%L) t where t.changed_at <= $1 and %s), '-infinity')$$,
    app.audit_table_name((p_target).entity), (p_target).entity, app.truncates_whole_table(p_target)));

-- app.truncations(p_entity text) returns table (changed_at timestamptz, old_values jsonb)
-- When the table of an entity was truncated, and which relation of it. Internal. Every reader of the audit table needs
-- that to know which rows there are. Who did it, and why, is in audit rows that not every reader may read. So it runs
-- with the rights of the extension's owner, for roles that may read the audit table.
create function app.truncations(p_entity text) returns table (changed_at timestamptz, old_values jsonb)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table regclass := app.audit_table_of(p_entity);
begin
  if has_table_privilege(app.caller(), v_table, 'select') then
    -- After a restore it may be another role's, whose code must not run.
    perform app.require_plain_table(v_table::text)
    from pg_class where oid = v_table and pg_get_userbyid(relowner) <> current_user;
    return query execute format(
      $$select a.changed_at, a.old_values from %s a where a.operation_type = 'TRUNCATE' and a.entity_id is null$$,
      v_table);
  end if;
end
$function$;
