-- app.doorbell_locks(p_key integer, out p_holder boolean, out p_sleeper boolean, out p_other boolean)
-- Who holds the locks of a doorbell. Internal. The sleeper writers ring for holds the key in ExclusiveLock, the other
-- sleepers the key + 10 in ShareLock. One look for all three, because looking stops whoever takes a lock meanwhile.
--   p_holder  this session holds the key, p_sleeper: the key + 10, p_other: another session holds the key
create function app.doorbell_locks(p_key integer, out p_holder boolean, out p_sleeper boolean, out p_other boolean)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  select
    coalesce(bool_or(l.objid = p_key::oid and l.pid = pg_backend_pid()), false),
    coalesce(bool_or(l.objid <> p_key::oid and l.pid = pg_backend_pid()), false),
    coalesce(bool_or(l.objid = p_key::oid and l.pid <> pg_backend_pid()), false)
  into p_holder, p_sleeper, p_other
  from pg_locks l
  where l.locktype = 'advisory' and l.classid = 1397834564 and l.objsubid = 2 and l.granted
    and (l.objid = p_key::oid and l.mode = 'ExclusiveLock' or l.objid = (p_key + 10)::oid and l.mode = 'ShareLock')
    and l.database = (select d.oid from pg_database d where d.datname = current_database());
end
$function$;
