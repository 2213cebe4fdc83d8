-- app.follows_in_log(p_consumer app.consumer, p_retry app.consumer_retry) returns boolean
-- Whether an earlier event of the same key is still to be delivered from the open window of the log. Internal. Then
-- this event has to wait, or it would overtake the earlier one. Stable, so that it sees the same retries as its caller:
-- an event that fails meanwhile is still delivered before this one.
create function app.follows_in_log(p_consumer app.consumer, p_retry app.consumer_retry) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shard app.consumer_shard;
  v_state app.consumer_state;
begin
  for v_shard in
    select * from app.consumer_shard s
    where s.consumer = p_consumer.consumer and app.in_shard(p_retry.partition_key, s.shards, s.shard)
  loop
    v_state := app.latest_state(v_shard.shard_id);
    if exists (
      select from app.window_events(p_consumer, v_shard, v_state, v_state.position, p_retry.event_id - 1) e
      where e.partition_key = p_retry.partition_key and not exists (
        select from app.consumer_retry r where r.consumer = p_consumer.consumer and r.event_id = e.event_id))
    then
      return true;
    end if;
  end loop;
  return false;
end
$function$;
