-- app.check_access() returns table (status text, detail text, hint text)
-- Whether the roles that were granted access exist. Internal; a row for each finding, none when all is well.
create function app.check_access() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('role %I was granted %s access and is gone', g.role_name, g.capability),
    format('Run: select app.revoke_access(%L).', g.role_name)
  from app.access_grant g
  where not exists (select from pg_roles r where r.rolname = g.role_name);
end
$function$;
revoke all on function app.check_access() from public;
comment on function app.check_access() is 'Internal: Whether the roles that were granted access exist.';
