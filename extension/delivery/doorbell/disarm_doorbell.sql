-- app.disarm_doorbell(p_log text) returns void
-- Tells that this session is awake. If it held the doorbell for others, they are notified (payload awake) and one of
-- them takes it. Without effect when it was not armed.
--   p_log  outbox or mutation_events
-- Errors: 22004 and 22023 for p_log.
create function app.disarm_doorbell(p_log text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key integer := app.doorbell_key(p_log);
  v_locks record;
begin
  if v_key is null then
    perform app.refuse_log(p_log);
  end if;
  v_locks := app.doorbell_locks(v_key);
  if v_locks.p_sleeper then
    perform pg_advisory_unlock_shared(1397834564, v_key + 10);
  end if;
  if v_locks.p_holder then
    perform pg_advisory_unlock(1397834564, v_key);
    if pg_try_advisory_lock(1397834564, v_key + 10) then
      perform pg_advisory_unlock(1397834564, v_key + 10);
    else
      perform pg_notify('specql_cdc_' || p_log, 'awake');
    end if;
  end if;
end
$function$;
