-- app.adopt_cluster() returns table (log text, cluster_epoch integer)
-- Opens a new cluster epoch for both logs after the database was restored, upgraded or moved to another cluster. The
-- first fetch does this automatically; call the function to choose the time. Calling it again changes nothing.
-- Returns the cluster epoch of each log. Errors: 55P03 when a transaction that wrote to a log stays open, 25001 outside
-- READ COMMITTED.
create function app.adopt_cluster() returns table (log text, cluster_epoch integer)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_read_committed();
  return query
  select l.log, (app.current_cluster_epoch(l.log)).cluster_epoch
  from unnest(app.logs()) l (log);
end
$function$;
