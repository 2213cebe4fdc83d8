-- app.release_events(p_consumer text, p_batch text) returns boolean
-- Ends the lease of a batch without counting a failure: the batch is delivered again at once.
-- Returns true; false when the batch was not in flight any more. Errors: 22004 and 22023 for a parameter, 42704 for an
-- unknown consumer, 25001 outside READ COMMITTED.
create function app.release_events(p_consumer text, p_batch text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_numbers bigint[] := app.batch_numbers(p_batch);
  v_state app.consumer_state;
begin
  if v_numbers[1] is null then
    perform app.find_consumer(p_consumer);
    update app.consumer_retry r set batch = null, worker = null, leased_until = null, deliveries = r.deliveries - 1
    where r.consumer = p_consumer and r.batch = v_numbers[2];
    return found;
  end if;
  v_state := app.batch_state(p_consumer, v_numbers[1], v_numbers[2]);
  if v_state.shard_id is null then
    return false;
  end if;
  v_state.delivered_to := null;
  v_state.in_flight := null;
  v_state.leased_until := null;
  perform app.append_state(v_state);
  return true;
end
$function$;
