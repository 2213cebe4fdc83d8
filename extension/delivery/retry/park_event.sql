-- app.park_event(p_consumer app.consumer, p_event_id bigint) returns app.consumer_retry
-- Parks an event in flight, and under block the later events of its key in the batch. Internal. Errors: 55000 when it
-- is not in flight.
create function app.park_event(p_consumer app.consumer, p_event_id bigint) returns app.consumer_retry
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shard app.consumer_shard := app.lock_shard_of_event(p_consumer, p_event_id);
  v_state app.consumer_state := app.latest_state(v_shard.shard_id);
  v_retry app.consumer_retry;
begin
  insert into app.consumer_retry (consumer, event_id, partition_key, event, deliveries)
  select p_consumer.consumer, e.event_id, e.partition_key, e, v_state.deliveries
  from app.window_events(p_consumer, v_shard, v_state, p_event_id - 1, p_event_id) e
  returning * into v_retry;
  if p_consumer.on_failure = 'block' then
    perform app.park_blocked_events(
      p_consumer, v_shard, v_state, v_state.delivered_to, jsonb_build_object(v_retry.partition_key, p_event_id));
  end if;
  return v_retry;
end
$function$;
