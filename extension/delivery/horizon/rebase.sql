-- app.rebase() returns table (log text, era integer)
-- Makes both logs ready after the database was restored, upgraded or moved to another cluster. Consumers do it by themselves at first
-- use; this does it at a time of your choosing. Running it again changes nothing.
-- Returns the era of each log. Errors: 55P03 when a transaction that wrote to a log stays open, 25001 outside READ COMMITTED.
create function app.rebase() returns table (log text, era integer)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_read_committed();
  return query
  select l.log, (app.current_era(l.log)).era from unnest(array['outbox', 'mutation_events']) l (log);
end
$function$;
revoke all on function app.rebase() from public;
comment on function app.rebase() is 'Makes both logs ready after the database was restored, upgraded or moved.';
