-- app.is_of_older_server() returns boolean
-- Whether definitions that depend on the server's major version are those of an older one, as pg_upgrade leaves them.
-- Internal.
create function app.is_of_older_server() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return current_setting('server_version_num')::integer >= 180000
  and pg_get_function_sqlbody('app.uuidv7()'::regprocedure) !~ '\muuidv7\(';

-- app.adapt_to_server() returns boolean
-- Re-evaluates what depends on the server's major version: call it once in each database after pg_upgrade. A dump that
-- is restored does not need it.
--   select app.adapt_to_server();
-- Returns whether a definition was out of date.
create function app.adapt_to_server() returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_older boolean := app.is_of_older_server();
begin
  if v_older then
    perform app.define_uuidv7();
  end if;
  return v_older;
end
$function$;
