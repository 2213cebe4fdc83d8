-- app.oldest_undelivered(p_log text, p_low bigint, p_shard_id integer, p_committed pg_snapshot) returns timestamptz
-- When the oldest event that a shard has not acknowledged was written; null when there is none. Internal.
--   p_committed  only events that had committed in this snapshot
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
-- Suspends the consumers whose oldest unacknowledged event is older than their max_lag. Internal.
--   p_committed  an earlier snapshot: an event that a long transaction has only just committed does not count
-- Returns the names of the consumers.
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
  where c.consumer = l.consumer and clock_timestamp() - l.oldest > c.max_lag
    and c.consumer in (
      select u.consumer from app.consumer u where u.consumer = l.consumer for no key update skip locked)
  returning c.consumer;
end
$function$;
