-- app.doorbell_locks(p_log text, out p_holder boolean, out p_sleeper boolean, out p_other boolean)
-- Which sessions hold the locks of the doorbell of a log. Internal. Errors: 22004 and 22023 for p_log.
-- One query for all three, because reading pg_locks blocks sessions that take a lock meanwhile.
--   p_holder   this session holds the doorbell
--   p_sleeper  this session is one of the other sleepers
--   p_other    another session holds the doorbell
create function app.doorbell_locks(p_log text, out p_holder boolean, out p_sleeper boolean, out p_other boolean)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_log is null or p_log <> all (app.logs()) then
    perform app.refuse_log(p_log);
  end if;
  select
    coalesce(bool_or(l.role = 'holder' and l.pid = pg_backend_pid()), false),
    coalesce(bool_or(l.role = 'sleeper' and l.pid = pg_backend_pid()), false),
    coalesce(bool_or(l.role = 'holder' and l.pid <> pg_backend_pid()), false)
  into p_holder, p_sleeper, p_other
  from app.doorbell_holds() l
  where l.log = p_log;
end
$function$;
