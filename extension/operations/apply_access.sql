-- app.apply_access() returns void
-- Grants every role in app.access_grant the privileges it lacks.
-- Call it for objects that were created later or lost their privileges. It runs with the rights of the extension's
-- owner.
create function app.apply_access() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Concurrent calls would update the same catalogue rows.
  lock table app.access_grant in share row exclusive mode;
  perform app.apply_rights(g.role_name, g.capability)
  from app.access_grant g join pg_roles r on r.rolname = g.role_name
  where g.role_name <> current_user;
end
$function$;
