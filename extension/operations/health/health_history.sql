-- app.health_history() returns table (status text, detail text, hint text)
-- Reports histories from which rows were removed otherwise than by app.purge_audit, or all rows of a table without a
-- key. Internal; a row for each finding.
create function app.health_history() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning',
    format('audit rows of %s were removed, and what it held cannot be told', t.relation),
    format('Run: select app.write_audit_baseline(%L). Remove old rows by app.purge_audit.', t.relation)
  from app.audited_table t
  where t.enabled and t.complete_since = 'infinity' and exists (select from pg_class where oid = t.relation);
end
$function$;
