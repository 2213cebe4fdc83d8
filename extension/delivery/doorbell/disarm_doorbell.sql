-- app.disarm_doorbell(p_log text) returns void
-- Ends the effect of app.arm_doorbell for this session. If it held the doorbell for others, they are notified (payload
-- awake) and one of them takes it. Without effect when the session was not armed.
--   p_log  outbox or mutation_events
-- Errors: 22004 and 22023 for p_log.
create function app.disarm_doorbell(p_log text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_locks record;
begin
  v_locks := app.doorbell_locks(p_log);
  if v_locks.p_sleeper then
    perform app.leave_sleepers(p_log);
  end if;
  if v_locks.p_holder then
    perform app.release_doorbell(p_log);
    if app.has_sleepers(p_log) then
      perform app.ring_doorbell(p_log, 'awake');
    end if;
  end if;
end
$function$;
