-- app.consumer_lag(p_consumer text default null) returns table (...)
-- The rows of app.v_consumer_lag. Internal to the view, with its owner's rights.
--   p_consumer  only this consumer; null for all
-- Every part is computed once for a consumer or once for a shard, so that the cost follows the number of shards.
create function app.consumer_lag(p_consumer text default null) returns table (
  consumer text, log text, shard integer, shards integer,
  events_behind bigint, oldest_event_at timestamptz, oldest_event_age interval,
  acknowledged bigint, events_per_second numeric, batch text, worker text, leased_until timestamptz, deliveries integer,
  retrying bigint, blocked bigint, dead_letters bigint, slot name, suspended text, changed_at timestamptz
)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set jit = off set plan_cache_mode = force_generic_plan
as $function$
begin
  return query
  with consumers as materialized (
    select c, c.consumer, app.log_end(c.log) as log_end from app.consumer c
    where (p_consumer is null or c.consumer = p_consumer) and app.may_use_consumer(c.consumer, '{operator,monitor}')
  ), positions as materialized (
    -- Every event up to passed is acknowledged, except late ones: those above low that had not committed at bounds.
    select k.c, k.consumer, k.log_end, s, t, b.bounds, b.passed,
      least(
        case when (t.to_snapshot).hi is null then (t.from_snapshot).lo else t.position end,
        (b.bounds).open_lo, (select min(x.lo) from unnest((b.bounds).xip_lo) x (lo))) as low
    from consumers k
    join app.consumer_shard s on s.consumer = k.consumer
    cross join lateral app.latest_state(s.shard_id) t
    cross join lateral (
      select
        case when (t.to_snapshot).hi is null then t.from_snapshot else t.to_snapshot end as bounds,
        case when (t.to_snapshot).hi is null then (t.from_snapshot).hi else t.position end as passed) b
  ), late as materialized (
    -- Shards that begin together have the same bounds, and far back: looked for once.
    select d.log, d.bounds, d.low, app.late_bound(d.log, d.bounds, d.low) as bound
    from (
      select distinct (p.c).log, p.bounds, p.low from positions p where p.low < p.passed) d
  ), parked as materialized (
    select q.consumer, app.shard_of(q.partition_key, n.shards) as shard,
      count(*) filter (where q.dead_at is null and q.done_at is null and q.due_at is not null) as retrying,
      count(*) filter (where q.dead_at is null and q.done_at is null and q.due_at is null) as blocked,
      count(*) filter (where q.dead_at is not null) as dead
    from (
      select p.consumer, max((p.s).shards) as shards from positions p
      where (p.s).ends_at is null group by p.consumer) n
    join app.consumer_retry q on q.consumer = n.consumer
    group by 1, 2
  )
  select
    p.consumer, (p.c).log, (p.s).shard, (p.s).shards,
    case
      when l.low >= p.log_end then 0
      when b.p_events < 10000 then b.p_events
      else
        p.log_end - case when ((p.t).to_snapshot).hi is null then ((p.t).from_snapshot).hi else (p.t).position end
    end,
    b.p_oldest_at, clock_timestamp() - b.p_oldest_at,
    (p.t).acknowledged,
    app.acknowledgement_rate(p.t),
    case when (p.t).delivered_to is not null then format('%s.%s', (p.s).shard_id, (p.t).batch) end,
    case when (p.t).delivered_to is not null then (p.t).worker end,
    (p.t).leased_until, (p.t).deliveries,
    coalesce(r.retrying, 0), coalesce(r.blocked, 0), coalesce(r.dead, 0), (p.c).slot, (p.c).suspended, (p.t).changed_at
  from positions p
  left join late f on f.log = (p.c).log and f.low = p.low and f.bounds = p.bounds
  cross join lateral (select least(p.passed, f.bound) as low) l
  -- An idle shard needs no look at the log.
  left join lateral app.shard_backlog(p.c, p.s, p.t, l.low, 10000) b on l.low < p.log_end
  left join parked r on r.consumer = p.consumer and r.shard = (p.s).shard and (p.s).ends_at is null
  order by p.consumer, (p.s).generation, (p.s).shard;
end
$function$;

-- app.v_consumer_lag: the lag of each shard of a consumer, its batch in flight and its parked events.
--   events_behind      committed events after the position; from 10,000 on the distance in event ids, which includes
--                      ids of aborted transactions
--   events_per_second  events acknowledged within the last minute, per second
--   batch, worker, leased_until, deliveries  the batch in flight, its worker, its lease and how often it was delivered
--   retrying, blocked, dead_letters          events that wait for a retry, that are blocked behind one of the same
--                                            key, and dead letters
create view app.v_consumer_lag with (security_invoker = true) as select * from app.consumer_lag();
comment on view app.v_consumer_lag is 
  'The lag of each shard of a consumer, its batch in flight and its parked events.';
