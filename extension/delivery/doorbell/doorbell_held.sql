-- app.doorbell_held(p_key integer, p_mode text, p_mine boolean) returns boolean
-- Whether a session holds a lock of a doorbell. Internal. The sleeper writers ring for holds the key in ExclusiveLock, the other sleepers
-- the key + 10 in ShareLock.
--   p_mine  true: this session; false: another
create function app.doorbell_held(p_key integer, p_mode text, p_mine boolean) returns boolean
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select exists (
    select from pg_locks
    where locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())
      and classid = 1397834564 and objid = p_key::oid and objsubid = 2 and granted and mode = p_mode
      and (pid = pg_backend_pid()) = p_mine);
end;
revoke all on function app.doorbell_held(integer, text, boolean) from public;
comment on function app.doorbell_held(integer, text, boolean) is 'Internal: whether a session holds a lock of a doorbell.';
