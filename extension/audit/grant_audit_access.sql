-- app.grant_audit_access(p_target app.audited_table) returns void
-- Grants what was generated for an entity: to the readers and administrators there are, and to the owner of the extension, whose
-- app.end_mutation collects the changes. A table of the embedded form has no row-level security and stays closed to readers. Internal.
create function app.grant_audit_access(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text := (p_target).entity;
  v_table text := format('app.%I', 'audit_' || v_entity);
  v_relations text := format('%s, app.%I, app.%I', v_table, 'v_' || v_entity || '_cascade_audit', 'v_' || v_entity || '_recent_cascade_mutations');
  v_histories text := (
    select string_agg(oid::regprocedure::text, ', ') from pg_proc
    where pronamespace = 'app'::regnamespace
      and proname in ('get_' || v_entity || '_audit_history', 'get_' || v_entity || '_audit_history_with_cascade'));
  v_role text;
begin
  select quote_ident(rolname) into v_role from pg_extension e join pg_roles r on r.oid = e.extowner where extname = 'specql_cdc';
  execute format('grant execute on function app.%I(bigint, uuid) to %s', 'collect_' || v_entity || '_changes', v_role);
  if (p_target).storage = 'columns' then
    for v_role in
      select distinct quote_ident(g.role_name) from app.access_grant g join pg_roles r on r.rolname = g.role_name
      where g.capability in ('reader', 'administrator')
    loop
      execute format('grant select on %s to %s', v_relations, v_role);
      execute format('grant execute on function %s to %s', v_histories, v_role);
    end loop;
  end if;
end
$function$;
revoke all on function app.grant_audit_access(app.audited_table) from public;
comment on function app.grant_audit_access(app.audited_table) is 'Internal: grants what was generated for an entity.';
