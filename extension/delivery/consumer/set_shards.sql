-- app.set_shards(p_consumer app.consumer, p_shards integer) returns void
-- Changes a consumer's number of shards: a new generation begins at a log snapshot taken now, where the current one
-- ends. Internal.
create function app.set_shards(p_consumer app.consumer, p_shards integer) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_latest app.consumer_shard;
  v_state app.consumer_state;
  v_log_snapshot app.log_snapshot;
  v_shard_id integer;
begin
  select * into v_latest from app.consumer_shard s
  where s.consumer = p_consumer.consumer
  order by s.generation desc, s.shard limit 1;
  if v_latest.shards = p_shards then
    return;
  end if;
  -- A concurrent fetch must not open a window beyond the end that is set here.
  perform app.lock_shards(p_consumer.consumer);
  v_state := app.latest_state(v_latest.shard_id);
  -- The bounds are derived from a position of the same cluster epoch: the shard's, or else the start of the epoch.
  v_log_snapshot := (app.current_cluster_epoch(p_consumer.log)).start;
  v_log_snapshot := app.take_snapshot(p_consumer.log,
    case when (v_state.from_snapshot).cluster_epoch = v_log_snapshot.cluster_epoch
      then v_state.from_snapshot else v_log_snapshot end);
  update app.consumer_shard set ends_at = v_log_snapshot
  where consumer = p_consumer.consumer and generation = v_latest.generation;
  for v_shard_id in
    insert into app.consumer_shard (consumer, generation, shard, shards)
    select p_consumer.consumer, v_latest.generation + 1, n, p_shards from generate_series(0, p_shards - 1) n
    returning shard_id
  loop
    perform app.reset_shard(v_shard_id, v_log_snapshot);
  end loop;
  perform app.ring_doorbell(p_consumer.log);
end
$function$;
