-- app.health_check() returns table ("check" text, status text, detail text, hint text)
-- Checks that every audited table is audited and events reach their consumers, with a hint for each finding.
-- Returns at least one row per check: status ok, warning (works, but needs attention) or error (changes are not
-- audited, events are not delivered, or reading fails). Where schema app was renamed, the function, called by its new
-- name, says only that.
create function app.health_check() returns table ("check" text, status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
-- On a large catalogue compiling these queries takes longer than running them.
set jit = off
as $function$
declare
  v_check text;
  v_schema name := (
    select n.nspname from pg_extension e join pg_namespace n on n.oid = e.extnamespace where e.extname = 'specql_cdc');
begin
  if v_schema <> 'app' then
    return query select 'schema', 'error',
      format('schema app was renamed to %I: every audited write and every function of the extension fails', v_schema),
      format('Run: alter schema %I rename to app.', v_schema);
    return;
  end if;
  foreach v_check in array array[
    -- Auditing
    'audited_table_exists',
    'triggers',
    'coverage',
    'columns',
    'definition',
    'audit_table',
    'generated_objects',
    'repeated_inserts',
    'history',
    'replication_role',
    'access',
    'ownership',
    -- Events and their delivery
    'segments',
    'event_ids',
    'outbox_routes',
    'retention',
    'horizon',
    'delivery',
    'doorbell',
    'slots',
    'version'
  ] loop
    return query execute format(
      'select %L::text, h.status, h.detail, h.hint from app.%I() h order by h.detail',
      v_check, 'health_' || v_check);
    if not found then
      return query select v_check, 'ok', null::text, null::text;
    end if;
  end loop;
end
$function$;
