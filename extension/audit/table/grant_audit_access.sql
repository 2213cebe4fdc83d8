-- app.grant_audit_access(p_target app.audited_table) returns void
-- Grants what was generated for an entity to the readers and administrators there are. The extension's owner grants it,
-- as everything, and so holds the grant option where another administrator owns the audit table; its app.end_mutation
-- collects the changes. A table of the embedded form has no row-level security and stays closed to readers. Internal.
create function app.grant_audit_access(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text := (p_target).entity;
  v_functions text := (
    select string_agg(oid::regprocedure::text, ', ') from pg_proc
    where pronamespace = 'app'::regnamespace
      and proname in (
        'get_' || v_entity || '_audit_history',
        'get_' || v_entity || '_audit_history_with_cascade',
        'collect_' || v_entity || '_changes'));
  v_owner name := (
    select rolname from pg_extension e join pg_roles r on r.oid = e.extowner where extname = 'specql_cdc');
begin
  if v_owner <> current_user then
    execute format('grant execute on function %s to %I with grant option', v_functions, v_owner);
    if (p_target).storage = 'columns' then
      execute app.render_sql($sql$
        grant select on app.{table:I}, app.{summary:I}, app.{recent:I} to {owner:I} with grant option
      $sql$, jsonb_build_object(
        'table', 'audit_' || v_entity,
        'summary', 'v_' || v_entity || '_cascade_audit',
        'recent', 'v_' || v_entity || '_recent_cascade_mutations',
        'owner', v_owner));
    end if;
  end if;
  perform app.apply_access();
end
$function$;
