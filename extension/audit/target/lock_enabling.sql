-- app.lock_enabling() returns void
-- Lets one transaction at a time enable tables: two at once would create the same objects. Internal; with the rights of
-- the extension's owner. The table is the one that app.apply_access locks when everything is made: locked first, nobody
-- waits for it while writers wait for the audited table.
create function app.lock_enabling() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  lock table app.access_grant in share row exclusive mode;
end
$function$;
