-- app.acknowledge_part(p_consumer text, p_state app.consumer_state, p_through bigint) returns app.consumer_state
-- The state of a shard whose batch is acknowledged up to an event. Internal. If no event of the batch is left in
-- flight, the whole batch is acknowledged.
create function app.acknowledge_part(p_consumer text, p_state app.consumer_state, p_through bigint)
returns app.consumer_state
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shard app.consumer_shard;
  v_left integer;
begin
  select * into v_shard from app.consumer_shard s where s.shard_id = p_state.shard_id;
  select count(*) into v_left
  from app.window_events(app.find_consumer(p_consumer), v_shard, p_state, p_through, p_state.delivered_to) e
  where not exists (select from app.consumer_retry r where r.consumer = p_consumer and r.event_id = e.event_id);
  p_state.position := p_through;
  p_state.acknowledged := p_state.acknowledged + greatest(p_state.in_flight - v_left, 0);
  p_state.in_flight := v_left;
  p_state.deliveries := 1;
  if v_left = 0 then
    p_state.position := p_state.delivered_to;
    p_state.delivered_to := null;
    p_state.in_flight := null;
    p_state.leased_until := null;
    p_state.deliveries := 0;
  end if;
  return p_state;
end
$function$;
