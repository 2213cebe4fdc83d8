-- app.arm_doorbell(p_log text) returns boolean
-- Asks writers to notify this session: each transaction that writes to the log from now on notifies channel
-- specql_cdc_<log> when it commits. Without a sleeping consumer, writers send no notification, because NOTIFY makes
-- commits wait for each other.
-- Call this when a fetch returned nothing, on a connection that listens on the channel. If it returns true, fetch once
-- more, and sleep only if that returns nothing either. Before you process events, call app.disarm_doorbell.
-- The first sleeper holds an exclusive lock for all. When it disarms, it notifies the others with payload awake, and
-- each of them has to call this again before it sleeps. If its session dies, it notifies nobody: so limit your sleep to
-- the delay that you can accept. The lock belongs to the session: use a connection of its own, not one of a pool in
-- transaction mode.
--   p_log  outbox or mutation_events
-- Returns false while an open transaction has written to the log and would not notify: fetch again shortly.
-- Errors: 22004 and 22023 for p_log.
create function app.arm_doorbell(p_log text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_locks record;
begin
  -- A session's locks are counted: a lock that it holds must not be taken twice.
  v_locks := app.doorbell_locks(p_log);
  if v_locks.p_holder or app.try_hold_doorbell(p_log) then
    return true;
  end if;
  if not v_locks.p_sleeper then
    if not v_locks.p_other then
      return false;
    end if;
    if not app.try_join_sleepers(p_log) then
      return false;
    end if;
  end if;
  -- In this order: a holder that disarms after this check sees this session among the sleepers.
  if (app.doorbell_locks(p_log)).p_other then
    return true;
  end if;
  perform app.leave_sleepers(p_log);
  return false;
end
$function$;
