-- app.disarm_doorbell(p_log text) returns void
-- Tells writers that this session is awake, and lets the next one arm the doorbell. Without effect when it was not armed.
--   p_log  outbox or mutation_events
-- Errors: 22004 and 22023 for p_log.
create function app.disarm_doorbell(p_log text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key integer := app.doorbell_key(p_log);
  v_held record;
begin
  if v_key is null then
    perform app.refuse_log(p_log);
  end if;
  for v_held in
    select objid::bigint::integer as key from pg_locks
    where locktype = 'advisory' and pid = pg_backend_pid() and classid = 1397834564 and objsubid = 2 and granted
      and mode = 'ExclusiveLock' and objid in (v_key, v_key + 10)
    order by objid
  loop
    perform pg_advisory_unlock(1397834564, v_held.key);
  end loop;
end
$function$;
revoke all on function app.disarm_doorbell(text) from public;
comment on function app.disarm_doorbell(text) is 'Tells writers that this session is awake.';
