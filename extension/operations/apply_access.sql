-- app.apply_access() returns void
-- Grants every role in app.access_grant what it lacks, with the rights of the extension's owner. For objects that came
-- later or lost their grants.
create function app.apply_access() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Two at once would change the same catalogue rows.
  lock table app.access_grant in share row exclusive mode;
  perform app.apply_rights(g.role_name, g.capability)
  from app.access_grant g join pg_roles r on r.rolname = g.role_name
  where g.role_name <> current_user;
end
$function$;
