-- app.oldest_undelivered(p_log text, p_low bigint, p_shard_id integer, p_committed pg_snapshot) returns timestamptz
-- When the oldest event that a shard has still to deal with was written, of those that had committed at a moment; null
-- when there is none. Internal.
create function app.oldest_undelivered(p_log text, p_low bigint, p_shard_id integer, p_committed pg_snapshot)
returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (
    select e.created_at from app.undelivered_events(p_log, p_low, p_shard_id) e
    where pg_visible_in_snapshot(e.transaction_id::text::xid8, p_committed)
    order by e.event_id
    limit 1);
end
$function$;

-- app.suspend_laggards(p_log text, p_committed pg_snapshot) returns setof text
-- Suspends the consumers whose oldest event is older than they were allowed to let it become. Internal. Returns their
-- names.
--   p_committed  what was committed at an earlier time: an event that a long transaction has just committed was not
--                theirs to take before
create function app.suspend_laggards(p_log text, p_committed pg_snapshot) returns setof text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  update app.consumer c
  set suspended = format('Its oldest event was written at %s, longer ago than max_lag (%s).', l.oldest, c.max_lag)
  from (
    select p.consumer, min(app.oldest_undelivered(p_log, p.low, p.shard_id, p_committed)) as oldest
    from app.consumer_position(p_log) p
    where p.suspended is null
      and exists (select from app.consumer m where m.consumer = p.consumer and m.max_lag is not null)
    group by p.consumer) l
  where c.consumer = l.consumer and l.oldest < clock_timestamp() - c.max_lag
  returning c.consumer;
end
$function$;
