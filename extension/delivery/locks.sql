-- The locks of delivery. Callers take a lock by the functions below and name no key and no lock mode. Only maintenance
-- locks rows that it deletes or updates by skip locked where it stands: rows that are in use it leaves alone.
--
-- What lets one transaction at a time do something is a row or a table of the extension: nobody without rights on it
-- can take such a lock, so nobody can stop delivery.
--
--   locked                                  by                                  until
--   the position of a shard                 its row in app.consumer_shard       the transaction ends
--   the retries of a consumer               its row in app.retry_lock           the transaction ends
--   a parked event                          its row in app.consumer_retry       the transaction ends
--   writing to a log                        the table of the log                the transaction ends
--   any use of a segment of a log           the table of the segment            the transaction ends
--   opening a cluster epoch                 the table app.cluster_epoch         the transaction ends
--   one app.maintain() at a time            the table app.maintenance_run       the transaction ends
--
-- The doorbell has to be locked by a session and not by a transaction, which only advisory locks can. Any role may take
-- those: whoever does makes writers notify although nobody sleeps, or consumers look for events instead of sleeping,
-- and health_check names the session. All have the first key app.lock_class(); the second key says what is locked:
--
--   key      what                                 who takes it, how
--   1, 2     the doorbell of app.outbox,          a writer, shared, until its transaction ends; the sleeper that
--            of app.mutation_events               writers ring for, exclusive, for its session
--   11, 12   the other sleepers of these logs     further sleepers, shared, for their sessions

-- app.lock_class() returns integer
-- The first key of every advisory lock of the extension: SQCD in ASCII. Internal.
create function app.lock_class() returns integer
language sql immutable parallel safe
return 1397834564;

-- app.doorbell_key(p_log text) returns integer
-- The second key of the doorbell of a log; null when there is no such log. Internal.
create function app.doorbell_key(p_log text) returns integer
language sql immutable parallel safe
return case p_log when 'outbox' then 1 when 'mutation_events' then 2 end;

-- app.sleepers_key(p_log text) returns integer
-- The second key of the sleepers of a log that do not hold its doorbell. Internal.
create function app.sleepers_key(p_log text) returns integer
language sql immutable parallel safe
return app.doorbell_key(p_log) + 10;

-- app.doorbell_holds() returns table (pid integer, log text, role text)
-- Which sessions hold advisory locks of the extension in this database, and as what: holder of a doorbell, sleeper or
-- writer; null for what no function here takes. Internal. Inlined where it is used.
create function app.doorbell_holds() returns table (pid integer, log text, role text)
language sql stable
begin atomic
  select
    l.pid, k.log,
    case
      when l.objid = app.doorbell_key(k.log)::oid then
        case l.mode when 'ExclusiveLock' then 'holder' when 'ShareLock' then 'writer' end
      when l.mode = 'ShareLock' then 'sleeper' end
  from pg_locks l
  left join unnest(app.logs()) k (log)
    on l.objid in (app.doorbell_key(k.log)::oid, app.sleepers_key(k.log)::oid)
  where l.locktype = 'advisory' and l.classid = app.lock_class()::oid and l.objsubid = 2 and l.granted
    and l.database = (select d.oid from pg_database d where d.datname = current_database());
end;

-- app.try_share_doorbell(p_log text) returns boolean
-- Takes a writer's share of the doorbell of a log, until the transaction ends. Internal.
-- Returns false while a consumer sleeps: then the writer rings.
create function app.try_share_doorbell(p_log text) returns boolean
language sql volatile
return pg_try_advisory_xact_lock_shared(app.lock_class(), app.doorbell_key(p_log));

-- app.try_hold_doorbell(p_log text) returns boolean
-- Takes the doorbell of a log for this session, so that writers ring; a session's locks are counted. Internal.
-- Returns false while another session holds it or a writer has a share.
create function app.try_hold_doorbell(p_log text) returns boolean
language sql volatile
return pg_try_advisory_lock(app.lock_class(), app.doorbell_key(p_log));

-- app.release_doorbell(p_log text) returns boolean
-- Releases the doorbell of a log. Internal.
create function app.release_doorbell(p_log text) returns boolean
language sql volatile
return pg_advisory_unlock(app.lock_class(), app.doorbell_key(p_log));

-- app.try_join_sleepers(p_log text) returns boolean
-- Joins those that sleep while another session holds the doorbell. Internal.
-- Returns false while somebody who is no sleeper keeps the lock.
create function app.try_join_sleepers(p_log text) returns boolean
language sql volatile
return pg_try_advisory_lock_shared(app.lock_class(), app.sleepers_key(p_log));

-- app.leave_sleepers(p_log text) returns boolean
-- Leaves the sleepers of a log. Internal.
create function app.leave_sleepers(p_log text) returns boolean
language sql volatile
return pg_advisory_unlock_shared(app.lock_class(), app.sleepers_key(p_log));

-- app.has_sleepers(p_log text) returns boolean
-- Whether a session sleeps while another holds the doorbell. Internal.
create function app.has_sleepers(p_log text) returns boolean
language sql volatile
return not case
  when pg_try_advisory_lock(app.lock_class(), app.sleepers_key(p_log)) then
    pg_advisory_unlock(app.lock_class(), app.sleepers_key(p_log))
  else false
end;

-- app.try_lock_shard(p_shard_id integer) returns boolean
-- Locks the position of a shard until the transaction ends, unless another has it. Internal.
-- The transaction has an id from then on: read app.low_bound before.
create function app.try_lock_shard(p_shard_id integer) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform from app.consumer_shard where shard_id = p_shard_id for update skip locked;
  return found;
end
$function$;

-- app.lock_shard(p_shard_id integer) returns boolean
-- Waits for the lock of a shard, and has it until the transaction ends. Internal.
-- Returns false when the shard is gone.
create function app.lock_shard(p_shard_id integer) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform from app.consumer_shard where shard_id = p_shard_id for update;
  return found;
end
$function$;

-- app.lock_shards(p_consumer text) returns void
-- Waits for the locks of all shards of a consumer, in the order of their ids. Internal.
create function app.lock_shards(p_consumer text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform from app.consumer_shard where consumer = p_consumer order by shard_id for update;
end
$function$;

-- app.try_lock_retries(p_consumer text) returns boolean
-- Locks the retries of a consumer until the transaction ends, unless another has them. Internal.
-- The transaction has an id from then on: read app.low_bound before.
create function app.try_lock_retries(p_consumer text) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform from app.retry_lock where consumer = p_consumer for update skip locked;
  return found;
end
$function$;

-- app.lock_parked_event(p_consumer text, p_event_id bigint) returns boolean
-- Waits for the lock of a parked event, and has it until the transaction ends. Internal.
-- Returns false when the event is not parked.
create function app.lock_parked_event(p_consumer text, p_event_id bigint) returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform from app.consumer_retry where consumer = p_consumer and event_id = p_event_id for update;
  return found;
end
$function$;

-- app.lock_log(p_log text) returns void
-- Waits until no other transaction has written to a log, and lets none write until this one ends. Internal.
create function app.lock_log(p_log text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute format('lock table app.%I in share mode', p_log);
end
$function$;

-- app.lock_segment(p_log text, p_segment smallint, p_at_once boolean) returns void
-- Waits until no other transaction uses a segment of a log, and lets none use it until this one ends. Internal.
--   p_at_once  do not wait: raises 55P03 if the segment is in use
create function app.lock_segment(p_log text, p_segment smallint, p_at_once boolean) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute format('lock table %s in access exclusive mode%s',
    app.segment_table(p_log, p_segment), case when p_at_once then ' nowait' end);
end
$function$;

-- app.lock_cluster_epoch() returns void
-- Lets one transaction at a time open a cluster epoch. Internal.
create function app.lock_cluster_epoch() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  lock table app.cluster_epoch in share row exclusive mode;
end
$function$;

-- app.try_lock_maintenance() returns boolean
-- Lets one app.maintain() run at a time. Internal.
-- Returns false while another runs, or while the small table it locks is being vacuumed.
create function app.try_lock_maintenance() returns boolean
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  lock table app.maintenance_run in share row exclusive mode nowait;
  return true;
exception when lock_not_available then
  return false;
end
$function$;
