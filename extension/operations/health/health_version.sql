-- app.health_version() returns table (status text, detail text, hint text)
-- Reports an installed version other than the version of the files on the server, and definitions of an older server.
-- Internal; a row for each finding.
create function app.health_version() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('version %s is installed, %s is available', x.installed_version, x.default_version),
    'Run: alter extension specql_cdc update.'
  from pg_available_extensions x
  where x.name = 'specql_cdc' and x.installed_version <> x.default_version
  union all
  select 'warning', 'definitions are those of the major version before pg_upgrade', 'Run: select app.adapt_to_server().'
  where app.is_of_older_server();
end
$function$;
