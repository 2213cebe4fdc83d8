-- app.health_replication_role() returns table (status text, detail text, hint text)
-- Reports a session that does not fire ordinary triggers. Internal; a row for each finding.
create function app.health_replication_role() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning',
    'session_replication_role is replica: this session is audited only for tables enabled with p_replica',
    'Reset it: reset session_replication_role.'
  where current_setting('session_replication_role') = 'replica';
end
$function$;
