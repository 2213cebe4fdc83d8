-- app.lock_shard_of_event(p_consumer app.consumer, p_event_id bigint) returns app.consumer_shard
-- The shard whose batch in flight contains an event that is not parked; takes the lock of the shard. Internal. Errors:
-- 55000 when there is none.
create function app.lock_shard_of_event(p_consumer app.consumer, p_event_id bigint) returns app.consumer_shard
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shard app.consumer_shard;
  v_state app.consumer_state;
begin
  for v_shard in
    select * from app.consumer_shard s where s.consumer = p_consumer.consumer order by s.generation, s.shard
  loop
    v_state := app.latest_state(v_shard.shard_id);
    if v_state.position < p_event_id and v_state.delivered_to >= p_event_id and exists (
      select from app.window_events(p_consumer, v_shard, v_state, p_event_id - 1, p_event_id))
    then
      perform app.lock_shard(v_shard.shard_id);
      v_state := app.latest_state(v_shard.shard_id);
      -- A concurrent app.nack_event may have parked it meanwhile.
      if v_state.position < p_event_id and v_state.delivered_to >= p_event_id and not exists (
        select from app.consumer_retry r where r.consumer = p_consumer.consumer and r.event_id = p_event_id)
      then
        return v_shard;
      end if;
    end if;
  end loop;
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = format('p_event_id: event %s is not in flight for consumer %s', p_event_id, p_consumer.consumer),
    hint = 'Pass the event_id of an event of a batch that is not acknowledged yet, before its lease ends.';
end
$function$;
