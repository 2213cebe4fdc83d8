-- app.consume_events(p_consumer text, p_limit integer default 1000, p_shard integer default null,
--   p_max_bytes integer default 16777216) returns setof app.delivered_event
-- Fetches a batch and acknowledges it in the same transaction. Use it to apply events to this database: each event
-- takes effect exactly once, because its effect and its acknowledgement commit together. If the transaction rolls back,
-- the events are delivered again. Parameters, result and errors are those of app.fetch_events.
create function app.consume_events(
  p_consumer text, p_limit integer default 1000, p_shard integer default null, p_max_bytes integer default 16777216
) returns setof app.delivered_event
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_event app.delivered_event;
begin
  for v_event in select * from app.fetch_events(p_consumer, p_limit, p_shard, null, p_max_bytes) loop
    return next v_event;
  end loop;
  if v_event.batch is not null then
    perform app.ack_events(p_consumer, v_event.batch);
  end if;
end
$function$;
