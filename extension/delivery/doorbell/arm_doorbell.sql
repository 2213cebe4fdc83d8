-- app.arm_doorbell(p_log text) returns boolean
-- Asks writers to ring: from now on each transaction that writes to the log sends a notification on channel specql_cdc_<log> when it
-- commits. Without a sleeper they send none, because NOTIFY makes commits wait for each other.
-- A consumer that found nothing calls this, on a connection that listens on the channel; if it returns true looks once more, and only
-- then sleeps; when it wakes it calls app.disarm_doorbell. False: a transaction that has written is still open and would not ring; look
-- again shortly. While another session sleeps this waits for it to wake: it does when there is an event, and then this one has it too.
-- The lock is the session's: use a connection of its own, not one of a pool in transaction mode.
--   p_log  outbox or mutation_events
-- Errors: 22004 and 22023 for p_log, 55P03 when lock_timeout ends the wait.
create function app.arm_doorbell(p_log text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key integer := app.doorbell_key(p_log);
  v_held bigint[];
begin
  if v_key is null then
    perform app.refuse_log(p_log);
  end if;
  -- A session's locks are counted: what it has already is not taken twice.
  v_held := array(
    select objid::bigint from pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and classid = 1397834564 and objsubid = 2 and granted and mode = 'ExclusiveLock');
  -- The sleepers' queue: an exclusive lock has one holder, and whoever waits for it cannot listen.
  if v_key + 10 <> all (v_held) then
    perform pg_advisory_lock(1397834564, v_key + 10);
  end if;
  return v_key = any (v_held) or pg_try_advisory_lock(1397834564, v_key);
end
$function$;
revoke all on function app.arm_doorbell(text) from public;
comment on function app.arm_doorbell(text) is 'Asks writers to a log to notify.';
