-- app.lock_enabling() returns void
-- Lets one transaction at a time enable tables: two at once would create the same objects. Internal; with the rights of
-- the extension's owner. It is locked before the table, so that writers do not wait for others who enable. Grants and
-- baselines go on, and whoever may only read the registry cannot take a lock that this one waits for.
create function app.lock_enabling() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  lock table app.audited_table in share update exclusive mode;
end
$function$;
