-- app.adopt_cluster() returns table (log text, cluster_epoch integer)
-- Opens a new cluster epoch for both logs after the database was restored, upgraded or moved to another cluster. The
-- first fetch does this automatically; call the function to choose the time. Call it too when app.health_check reports
-- the ids of events: it sets the sequences of the extension to the highest ids there are, and gives new ids to events
-- that consumers would never be delivered. A consumer that had such an event is delivered it again. Without a reason
-- it changes nothing.
-- Returns the cluster epoch of each log. Errors: 55P03 when a transaction that wrote to a log stays open, 25001 outside
-- READ COMMITTED, 55000 while a log is replicated into this database.
create function app.adopt_cluster() returns table (log text, cluster_epoch integer)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_read_committed();
  -- Logical replication brings rows and no sequences.
  perform app.advance_sequence('app.consumer_shard_shard_id_seq', (select max(s.shard_id) from app.consumer_shard s));
  perform app.advance_sequence('app.consumer_retry_batch_seq', (select max(r.batch) from app.consumer_retry r));
  return query
  select l.log, (app.open_cluster_epoch(l.log, true)).cluster_epoch
  from unnest(app.logs()) l (log);
end
$function$;

-- app.advance_sequence(p_sequence regclass, p_id bigint) returns void
-- Sets a sequence to an id, unless it is at that id or beyond. Internal.
create function app.advance_sequence(p_sequence regclass, p_id bigint) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_id > coalesce(pg_sequence_last_value(p_sequence), 0) then
    perform setval(p_sequence, p_id);
  end if;
end
$function$;
