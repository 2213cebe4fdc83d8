-- app.window_events(p_consumer, p_shard, p_state, p_after bigint, p_through bigint) returns setof app.delivered_event
-- The events of a shard's open window above p_after up to p_through. Internal. Only for rare paths: it copies every row
-- and reads every segment.
create function app.window_events(
  p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_after bigint, p_through bigint
) returns setof app.delivered_event
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_from app.log_snapshot := p_state.from_snapshot;
  v_to app.log_snapshot := p_state.to_snapshot;
begin
  return query
  select * from app.log_window(
    p_consumer.log, p_after, least(p_through, v_to.hi), v_from.hi, v_from.xmax, v_from.xip, v_to.xmax, v_to.xip,
    p_consumer.event_types, p_shard.shards, p_shard.shard, app.first_segment(), app.last_segment()) e
  order by e.event_id;
end
$function$;
