-- app.arm_doorbell(p_log text) returns boolean
-- Asks writers to ring: from now on each transaction that writes to the log sends a notification on channel
-- specql_cdc_<log> when it commits. Without a sleeper they send none, because NOTIFY makes commits wait for each other.
-- A consumer that found nothing calls this, on a connection that listens on the channel; if it returns true looks once
-- more, and only then sleeps; when it wakes for longer than a moment it calls app.disarm_doorbell. False: a transaction
-- that has written is still open and would not ring; look again shortly. An exclusive lock has one holder, so the first
-- sleeper holds it for all. When that one disarms it rings itself, with payload awake: whoever stayed armed calls this
-- again before it sleeps. Should its session die, nobody does: so never sleep longer than you can bear to be late. The
-- lock is the session's: use a connection of its own, not one of a pool in transaction mode.
--   p_log  outbox or mutation_events
-- Errors: 22004 and 22023 for p_log.
create function app.arm_doorbell(p_log text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_locks record;
begin
  if app.doorbell_key(p_log) is null then
    perform app.refuse_log(p_log);
  end if;
  -- A session's locks are counted: what it has already is not taken twice.
  v_locks := app.doorbell_locks(p_log);
  if v_locks.p_holder or app.try_hold_doorbell(p_log) then
    return true;
  end if;
  if not v_locks.p_sleeper then
    if not v_locks.p_other then
      return false;
    end if;
    perform app.join_sleepers(p_log);
  end if;
  -- In this order: whoever wakes after this look sees that we sleep.
  if (app.doorbell_locks(p_log)).p_other then
    return true;
  end if;
  perform app.leave_sleepers(p_log);
  return false;
end
$function$;
