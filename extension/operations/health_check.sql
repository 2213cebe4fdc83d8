-- app.health_check() returns table ("check" text, status text, detail text, hint text)
-- Checks that every audited table is audited and events reach their consumers, with a hint for each finding.
-- Returns at least one row per check: status ok, warning (works, but needs attention) or error (changes are not
-- audited, events are not delivered, or reading fails).
create function app.health_check() returns table ("check" text, status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
-- On a large catalogue compiling these queries takes longer than running them.
set jit = off
as $function$
declare
  v_check text;
begin
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
