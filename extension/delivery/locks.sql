-- All advisory locks of the extension. No other file names a key: callers take a lock by the functions below. Their
-- immutable parts fold into constants when a statement is planned, so that they cost a writer nothing.
--
-- All have the first key app.lock_class(). The second key says what is locked:
--
--   key               what                                    who takes it, how
--   1, 2              the doorbell of app.outbox,             a writer, shared, until its transaction ends; the sleeper
--                     of app.mutation_events                  that writers ring for, exclusive, for its session
--   11, 12            the same logs: who else sleeps          further sleepers, shared, for their sessions
--   30                opening a cluster epoch                 the first that notices the new cluster
--   31                app.maintain                            one run at a time
--   500 to 999        the retries of a consumer, by a hash    a fetch of retries; two consumers may share a key
--                     of its name
--   1000 + shard_id   the position of a shard                 the transaction that moves it, until it ends

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

-- app.shard_key(p_shard_id integer) returns integer
-- The second key of a shard. Internal.
create function app.shard_key(p_shard_id integer) returns integer
language sql immutable parallel safe
return 1000 + p_shard_id;

-- app.retries_key(p_consumer text) returns integer
-- The second key of the retries of a consumer. Internal.
create function app.retries_key(p_consumer text) returns integer
language sql immutable parallel safe
return 999 - abs(hashtext(p_consumer) % 500);

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

-- app.join_sleepers(p_log text) returns void
-- Joins the sleepers of a log while another session holds its doorbell. Internal.
create function app.join_sleepers(p_log text) returns void
language sql volatile
return pg_advisory_lock_shared(app.lock_class(), app.sleepers_key(p_log));

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
-- Takes the lock of a shard until the transaction ends, unless another has it. Internal.
create function app.try_lock_shard(p_shard_id integer) returns boolean
language sql volatile
return pg_try_advisory_xact_lock(app.lock_class(), app.shard_key(p_shard_id));

-- app.lock_shard(p_shard_id integer) returns void
-- Waits for the lock of a shard, and has it until the transaction ends. Internal.
create function app.lock_shard(p_shard_id integer) returns void
language sql volatile
return pg_advisory_xact_lock(app.lock_class(), app.shard_key(p_shard_id));

-- app.lock_shards(p_consumer text) returns void
-- Waits for the locks of all shards of a consumer, in the order of their ids. Internal.
create function app.lock_shards(p_consumer text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.lock_shard(s.shard_id)
  from (select shard_id from app.consumer_shard where consumer = p_consumer order by shard_id) s;
end
$function$;

-- app.try_lock_retries(p_consumer text) returns boolean
-- Takes the lock of the retries of a consumer until the transaction ends, unless another has it. Internal.
create function app.try_lock_retries(p_consumer text) returns boolean
language sql volatile
return pg_try_advisory_xact_lock(app.lock_class(), app.retries_key(p_consumer));

-- app.lock_cluster_epoch() returns void
-- Lets one transaction at a time open a cluster epoch. Internal.
create function app.lock_cluster_epoch() returns void
language sql volatile
return pg_advisory_xact_lock(app.lock_class(), 30);

-- app.try_lock_maintenance() returns boolean
-- Lets one app.maintain() run at a time. Internal.
create function app.try_lock_maintenance() returns boolean
language sql volatile
return pg_try_advisory_xact_lock(app.lock_class(), 31);
