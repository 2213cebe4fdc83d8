-- app.health_audit_table() returns table (status text, detail text, hint text)
-- Reports audit tables that are missing, lack columns or have policies of somebody else. Internal; a row for each
-- finding.
create function app.health_audit_table() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('app.%I is gone, and every change of %s fails', app.audit_table_name(t.entity), t.relation),
    case t.storage
      when 'columns' then format('Run: select app.enable_audit_cascade(%L).', t.relation)
      else format('Restore it, or run: select app.disable_audit_cascade(%L).', t.relation)
    end
  from app.audited_table t
  where t.enabled and app.audit_table_of(t.entity) is null
  union all
  select 'error', format('app.%I lacks column %I', app.audit_table_name(t.entity), c.name),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  cross join lateral app.audit_columns('') c
  where t.enabled and t.storage = 'columns'
    and app.audit_table_of(t.entity) is not null
    and not app.has_columns(app.audit_table_of(t.entity), array[c.name])
  union all
  select 'warning',
    format('app.%I has policy %I, which auditing did not make', app.audit_table_name(t.entity), p.polname),
    format('It may show rows of other tenants. Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_policy p on p.polrelid = app.audit_table_of(t.entity)
  where t.enabled and t.storage = 'columns' and p.polname <> 'specql_reader';
end
$function$;
