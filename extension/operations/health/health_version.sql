-- app.health_version() returns table (status text, detail text, hint text)
-- Whether the installed version is the one whose files are on the server. Internal; a row for each finding, none when
-- all is well.
create function app.health_version() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'warning', format('version %s is installed, %s is available', x.installed_version, x.default_version),
    'Run: alter extension specql_cdc update.'
  from pg_available_extensions x
  where x.name = 'specql_cdc' and x.installed_version <> x.default_version;
end
$function$;
