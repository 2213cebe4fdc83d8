-- app.health_access() returns table (status text, detail text, hint text)
-- Reports grants whose role is gone, renamed or lacks privileges. Internal; a row for each finding.
create function app.health_access() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('role %I was granted %s access and is gone', g.role_name, g.capability),
    format('Run: select app.revoke_access(%L).', g.role_name)
  from app.access_grant g
  where not exists (select from pg_roles r where r.oid = g.role_oid)
    and not exists (select from pg_roles r where r.rolname = g.role_name)
  union all
  select 'warning',
    format('role %I was granted %s access, and the role of that name is another one now', g.role_name, g.capability),
    format('It has none. Run: select app.revoke_access(%L), then grant it what it is to have.', g.role_name)
  from app.access_grant g
  where not exists (select from pg_roles r where r.oid = g.role_oid)
    and exists (select from pg_roles r where r.rolname = g.role_name)
  union all
  select 'warning',
    format('role %I, which was granted %s access, is called %I now', g.role_name, g.capability, r.rolname),
    'It keeps its access, but a dump would lose it. Run: select app.apply_access().'
  from app.access_grant g
  join pg_roles r on r.oid = g.role_oid and r.rolname <> g.role_name
  union all
  select 'error',
    format('role %I was granted %s access and lacks %s', g.role_name, g.capability,
      string_agg(format('%s on %s', r.privilege, r.object), ', ' order by r.object)),
    'Run: select app.apply_access().'
  from app.access_grant g
  join pg_roles o on o.oid = g.role_oid
  cross join lateral app.rights(g.capability) r
  where (g.capability <> 'owner' or app.owns_objects(g.role_oid)) and not case r.kind
    when 'schema' then has_schema_privilege(o.oid, r.object, r.privilege)
    when 'table' then has_table_privilege(o.oid, r.object, r.privilege)
    else has_function_privilege(o.oid, r.object, r.privilege) end
  group by g.role_name, g.capability;
end
$function$;
