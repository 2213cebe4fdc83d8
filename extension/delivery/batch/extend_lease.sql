-- app.extend_lease(p_consumer text, p_batch text, p_lease interval default null) returns boolean
-- Extends the lease of a batch in flight, counted from now.
--   p_lease  time until the lease expires; the consumer's lease when null
-- Returns true; false when the batch was acknowledged or delivered again.
-- Errors: 22004 and 22023 for a parameter, 42704 for an unknown consumer, 25001 outside READ COMMITTED.
create function app.extend_lease(p_consumer text, p_batch text, p_lease interval default null) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_numbers bigint[] := app.batch_numbers(p_batch);
  v_lease interval := coalesce(p_lease, (app.find_consumer(p_consumer)).lease);
  v_until timestamptz;
  v_state app.consumer_state;
begin
  if p_lease <= interval '0' or p_lease > interval '7 days' then
    perform app.refuse_value('p_lease', p_lease::text,
      'Pass a time from now, up to 7 days, or null for the consumer''s lease. '
      'To give the batch back use app.release_events.');
  end if;
  v_until := clock_timestamp() + v_lease;
  if v_numbers[1] is null then
    update app.consumer_retry r set leased_until = v_until, lease = v_lease
    where r.consumer = p_consumer and r.batch = v_numbers[2];
    return found;
  end if;
  v_state := app.batch_state(p_consumer, v_numbers[1], v_numbers[2]);
  if v_state.shard_id is null then
    return false;
  end if;
  v_state.leased_until := v_until;
  v_state.lease := v_lease;
  perform app.append_state(v_state);
  return true;
end
$function$;
