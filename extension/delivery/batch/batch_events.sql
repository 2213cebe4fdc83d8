-- app.batch_events(p_consumer text, p_batch text) returns setof app.delivered_event
-- The events of a batch in flight that are neither acknowledged nor parked, in order. Reads a batch that
-- app.fetch_events only leased because of its size, or reads any batch again.
--   p_batch  the column batch
-- Returns no row if the batch is not in flight any more, or its lease has expired. Errors: 22004 and 22023 for a
-- parameter, 42704 for an unknown consumer, 25001 outside READ COMMITTED.
create function app.batch_events(p_consumer text, p_batch text) returns setof app.delivered_event
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer);
  v_numbers bigint[] := app.batch_numbers(p_batch);
  v_shard app.consumer_shard;
  v_state app.consumer_state;
  v_retry app.consumer_retry;
  v_event app.delivered_event;
begin
  perform app.require_read_committed();
  if v_numbers[1] is null then
    for v_retry in
      select * from app.consumer_retry r
      where r.consumer = p_consumer and r.batch = v_numbers[2] and r.leased_until > clock_timestamp()
      order by r.event_id
    loop
      v_event := v_retry.event;
      v_event.batch := p_batch;
      v_event.deliveries := v_retry.deliveries;
      return next v_event;
    end loop;
    return;
  end if;
  select * into v_shard from app.consumer_shard s where s.shard_id = v_numbers[1] and s.consumer = p_consumer;
  v_state := app.latest_state(v_shard.shard_id);
  if (v_state.batch = v_numbers[2] and v_state.leased_until > clock_timestamp()) is not true then
    return;
  end if;
  for v_event in
    select e.* from app.window_events(v_consumer, v_shard, v_state, v_state.position, v_state.delivered_to) e
    where not exists (select from app.consumer_retry r where r.consumer = p_consumer and r.event_id = e.event_id)
    order by e.event_id
  loop
    v_event.batch := p_batch;
    v_event.deliveries := v_state.deliveries;
    return next v_event;
  end loop;
end
$function$;
