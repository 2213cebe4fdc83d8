-- app.health_audited_table_exists() returns table (status text, detail text, hint text)
-- Reports audited tables that were dropped. Internal; a row for each finding.
create function app.health_audited_table_exists() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('the table of entity %s is gone (%s)', t.entity, t.relation),
    format('Its history stays readable. To forget it: select app.disable_audit_cascade(%L, true).',
      t.relation::oid::text)
  from app.audited_table t
  where not exists (select from pg_class c where c.oid = t.relation);
end
$function$;
