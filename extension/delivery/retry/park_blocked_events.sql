-- app.park_blocked_events(p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_through
--   bigint, p_blocked jsonb) returns boolean
-- Parks the events of the window from position to p_through whose key is blocked. Internal.
--   p_blocked  the blocked keys, as app.blocked_keys returns them
-- Returns whether any event was parked.
create function app.park_blocked_events(
  p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_through bigint, p_blocked jsonb
) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into app.consumer_retry (consumer, event_id, partition_key, event)
  select p_consumer.consumer, e.event_id, e.partition_key, e
  from app.window_events(p_consumer, p_shard, p_state, p_state.position, p_through) e
  where (p_blocked ->> e.partition_key)::bigint < e.event_id
  on conflict do nothing;
  return found;
end
$function$;
