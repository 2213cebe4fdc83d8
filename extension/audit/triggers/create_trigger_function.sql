-- app.create_trigger_function(p_target app.audited_table) returns void
-- Generates app.audit_trigger_<entity>(). Internal. Column names of the audited table are part of the code, so the body
-- is quoted as a whole; the table's own name may hold a line break and stays out of the comment. The function goes with
-- the extension, and takes its triggers along: DROP EXTENSION ... CASCADE must not leave tables that cannot be written.
create function app.create_trigger_function(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_settings text := (
    select string_agg(format('set %I = %L', split_part(s, '=', 1), split_part(s, '=', 2)), ' ')
    from unnest(app.pinned_settings(p_target)) s);
begin
  execute app.render_sql($sql$
    create or replace function app.{function:I}() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    {settings}
    set plan_cache_mode = force_generic_plan
    as {body:L};
    alter function app.{function:I}() depends on extension specql_cdc;
    revoke all on function app.{function:I}() from public;
    comment on function app.{function:I}() is {comment:L}
  $sql$, jsonb_build_object(
    'function', app.trigger_function_name((p_target).entity),
    'settings', v_settings,
    'body', app.trigger_function_body(p_target),
    'comment', format('Writes the audit rows of %s.', (p_target).relation)));
end
$function$;
