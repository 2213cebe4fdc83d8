-- app.create_trigger_function(p_target app.audited_table) returns void
-- Generates app.audit_trigger_<entity>(). Internal. Column names of the audited table are part of the code, so the body
-- is quoted as a whole; the table's own name may hold a line break and stays out of the comment. The function goes with
-- the extension, and takes its triggers along: DROP EXTENSION ... CASCADE must not leave tables that cannot be written.
create function app.create_trigger_function(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_name text := format('app.%I()', 'audit_trigger_' || (p_target).entity);
  v_settings text := (
    select string_agg(format('set %I = %L', split_part(s, '=', 1), split_part(s, '=', 2)), ' ') from unnest(app.pinned_settings(p_target)) s);
begin
  execute format(
    $$create or replace function %s returns trigger language plpgsql security definer
    set search_path = pg_catalog, pg_temp %s as %L$$,
    v_name, v_settings, app.trigger_function_body(p_target));
  execute format('alter function %s depends on extension specql_cdc', v_name);
  execute format('revoke all on function %s from public', v_name);
  execute format('comment on function %s is %L', v_name, format('Writes the audit rows of %s.', (p_target).relation));
end
$function$;
