-- app.consumer_lag() returns table (...)
-- The rows of app.v_consumer_lag. Internal to the view, with its owner's rights.
create function app.consumer_lag() returns table (
  consumer text, log text, shard integer, shards integer,
  events_behind bigint, oldest_event_at timestamptz, oldest_event_age interval,
  acknowledged bigint, events_per_second numeric, batch text, worker text, leased_until timestamptz, deliveries integer,
  retrying bigint, blocked bigint, dead_letters bigint, slot name, suspended text, changed_at timestamptz
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select
    c.consumer, c.log, s.shard, s.shards,
    case
      when b.events < 10000 then b.events
      else app.log_end(c.log) - case when p.to_hi is null then p.from_hi else p.position end
    end,
    b.oldest, clock_timestamp() - b.oldest,
    t.acknowledged,
    (
      select round(
        (t.acknowledged - min(e.acknowledged))
          / nullif(extract(epoch from clock_timestamp() - min(e.changed_at)), 0), 1)
      from app.consumer_state e
      where e.shard_id = s.shard_id and e.changed_at > clock_timestamp() - interval '1 minute'),
    case when t.delivered_to is not null then format('%s.%s', s.shard_id, t.batch) end,
    case when t.delivered_to is not null then t.worker end,
    t.leased_until, t.deliveries,
    r.retrying, r.blocked, r.dead, c.slot, c.suspended, t.changed_at
  from app.consumer c
  join app.consumer_shard s on s.consumer = c.consumer
  cross join lateral app.latest_state(s.shard_id) t
  join lateral app.consumer_position(c.log) p on p.shard_id = s.shard_id
  cross join lateral (
    select count(*) as events, min(l.at) as oldest from app.undelivered_times(c.log, p.low, s.shard_id, 10000) l (at)) b
  cross join lateral (
    select count(*) filter (where q.dead_at is null and q.done_at is null and q.due_at is not null) as retrying,
      count(*) filter (where q.dead_at is null and q.done_at is null and q.due_at is null) as blocked,
      count(*) filter (where q.dead_at is not null) as dead
    from app.consumer_retry q
    where q.consumer = c.consumer and s.ends_at is null and app.in_shard(q.partition_key, s.shards, s.shard)) r
  where app.may_use_consumer(c.consumer, '{operator,monitor}')
  order by c.consumer, s.generation, s.shard;
end;

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
