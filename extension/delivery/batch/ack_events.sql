-- app.ack_events(p_consumer text, p_batch text, p_through bigint default null) returns text
-- Acknowledges a batch. Events that failed (app.nack_event) stay parked for their retry.
--   p_batch    the column batch of the events
--   p_through  event_id of the last event to acknowledge; later events stay leased. Null for the whole batch
-- Returns acknowledged; or, with no effect, repeated (it was acknowledged before) or late (its lease expired and it was
-- delivered again, or the consumer was moved). Errors: 22004 and 22023 for a parameter, 42704 for an unknown consumer,
-- 25001 outside READ COMMITTED.
create function app.ack_events(p_consumer text, p_batch text, p_through bigint default null) returns text
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_numbers bigint[] := app.batch_numbers(p_batch);
  v_state app.consumer_state;
begin
  if v_numbers[1] is null then
    return app.ack_retries(p_consumer, v_numbers[2], p_through);
  end if;
  v_state := app.batch_state(p_consumer, v_numbers[1], v_numbers[2]);
  if v_state.shard_id is null then
    return case when exists (
      select from app.consumer_state s
      where s.shard_id = v_numbers[1] and s.number > v_numbers[2] and s.batch = v_numbers[2]
        and s.delivered_to is null and s.deliveries = 0)
    then 'repeated' else 'late' end;
  end if;
  if p_through is null or p_through = v_state.delivered_to then
    v_state.position := v_state.delivered_to;
    v_state.delivered_to := null;
    v_state.acknowledged := v_state.acknowledged + v_state.in_flight;
    v_state.in_flight := null;
    v_state.leased_until := null;
    v_state.deliveries := 0;
  elsif p_through <= v_state.position then
    return 'repeated';
  elsif p_through < v_state.delivered_to then
    v_state := app.acknowledge_part(p_consumer, v_state, p_through);
  else
    perform app.refuse_value('p_through', p_through::text,
      format('The batch ends with event %s.', v_state.delivered_to));
  end if;
  perform app.append_state(v_state);
  return 'acknowledged';
end
$function$;
