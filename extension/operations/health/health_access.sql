-- app.health_access() returns table (status text, detail text, hint text)
-- Reports roles that lack granted privileges, and trigger functions whose owner is no administrator. Internal; a row
-- for each finding.
create function app.health_access() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('role %I was granted %s access and is gone', g.role_name, g.capability),
    format('Run: select app.revoke_access(%L).', g.role_name)
  from app.access_grant g
  where not exists (select from pg_roles r where r.rolname = g.role_name)
  union all
  select 'error',
    format('role %I was granted %s access and lacks %s', g.role_name, g.capability,
      string_agg(format('%s on %s', r.privilege, r.object), ', ' order by r.object)),
    'Run: select app.apply_access(). '
      'If it stays, the owner of the object runs app.enable_audit_cascade for its table again.'
  from app.access_grant g
  join pg_roles o on o.rolname = g.role_name
  cross join lateral app.rights(g.capability) r
  where not case r.kind
    when 'schema' then has_schema_privilege(o.oid, r.object, r.privilege)
    when 'table' then has_table_privilege(o.oid, r.object, r.privilege)
    else has_function_privilege(o.oid, r.object, r.privilege) end
  group by g.role_name, g.capability
  union all
  select 'error', format('the trigger function of %s belongs to %I, who is no administrator', t.relation, o.rolname),
    format('Run: select app.grant_administrator(%L).', o.rolname)
  from app.audited_table t
  join pg_proc p on p.oid = to_regprocedure(format('app.%I()', 'audit_trigger_' || t.entity))
  join pg_roles o on o.oid = p.proowner
  where t.enabled
    and not has_function_privilege(o.oid, 'app.store_given_mutation(text, uuid, uuid[])', 'execute');
end
$function$;
