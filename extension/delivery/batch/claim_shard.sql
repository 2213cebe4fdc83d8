-- app.claim_shard(p_consumer app.consumer, p_shard_id integer, p_ending boolean) returns app.consumer_state
-- The state of a shard that has no batch in flight, its lock held until the transaction ends; null for a busy shard,
-- or one with nothing new.
-- Internal. A batch whose lease has expired stays in the state and is delivered again. An event whose lease has expired
-- too often, delivered alone, becomes a dead letter.
--   p_ending  whether another generation of shards follows: then this one is read to its end
-- unpinned: only functions call it that pin theirs
create function app.claim_shard(p_consumer app.consumer, p_shard_id integer, p_ending boolean)
returns app.consumer_state
language plpgsql volatile
as $function$
declare
  v_state app.consumer_state;
  v_shard app.consumer_shard;
  v_now pg_catalog.timestamptz := clock_timestamp();
begin
  -- A look without the lock first: an idle consumer needs none, nor the transaction id that the lock costs.
  v_state := app.latest_state(p_shard_id);
  if app.lies_ahead(v_state.leased_until, v_state.lease, v_now) then
    return null;
  end if;
  if p_ending is not true and (v_state.to_snapshot).hi is null
    and app.nothing_new(p_consumer.log, v_state.from_snapshot)
    and (v_state.from_snapshot).cluster_epoch = (app.current_cluster_epoch(p_consumer.log)).cluster_epoch
  then
    return null;
  end if;
  if not app.try_lock_shard(p_shard_id) then
    return null;
  end if;
  -- A separate statement, so that it sees the changes of the lock's previous holder.
  v_state := app.latest_state(p_shard_id, v_state.number);
  v_now := clock_timestamp();
  if app.lies_ahead(v_state.leased_until, v_state.lease, v_now) then
    return null;
  end if;
  if v_state.delivered_to is null then
    v_state.deliveries := 0;
  elsif v_state.in_flight = 1 and v_state.deliveries >= p_consumer.max_attempts then
    select * into v_shard from app.consumer_shard s where s.shard_id = p_shard_id;
    insert into app.consumer_retry (consumer, event_id, partition_key, event, deliveries, last_error, dead_at)
    select p_consumer.consumer, e.event_id, e.partition_key, e, v_state.deliveries,
      format('delivered %s times, and no worker acknowledged it', v_state.deliveries), clock_timestamp()
    from app.window_events(p_consumer, v_shard, v_state, v_state.position, v_state.delivered_to) e
    where not exists (
      select from app.consumer_retry r where r.consumer = p_consumer.consumer and r.event_id = e.event_id)
    limit 1;
    v_state.position := v_state.delivered_to;
    v_state.delivered_to := null;
    v_state.batch := null;
    v_state.deliveries := 0;
  elsif v_state.deliveries >= 2 then
    v_state.suspect_to := greatest(v_state.suspect_to, v_state.delivered_to);
  end if;
  v_state.in_flight := null;
  v_state.leased_until := null;
  return v_state;
end
$function$;
