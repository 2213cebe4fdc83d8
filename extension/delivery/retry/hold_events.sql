-- app.hold_events(p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_through bigint) returns boolean
-- Sets aside the events of the window from place to p_through whose key waits for a retry, so that they come after it. Internal.
-- Returns whether there were any.
create function app.hold_events(p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_through bigint) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  insert into app.consumer_retry (consumer, event_id, partition_key, event)
  select p_consumer.consumer, e.event_id, e.partition_key, e
  from app.window_events(p_consumer, p_shard, p_state, p_state.place, p_through) e
  where exists (
    select from app.consumer_retry r
    where r.consumer = p_consumer.consumer and r.partition_key = e.partition_key and r.event_id < e.event_id
      and r.dead_at is null and r.done_at is null)
  on conflict do nothing;
  return found;
end
$function$;
revoke all on function app.hold_events(app.consumer, app.consumer_shard, app.consumer_state, bigint) from public;
comment on function app.hold_events(app.consumer, app.consumer_shard, app.consumer_state, bigint) is
  'Internal: sets aside the events whose key waits for a retry.';
