-- app.consumer_position(p_log text) returns table (...)
-- Where each shard of a log's consumers stands, in scalars: an event is dealt with when it had committed at from_*, or lies in the window
-- to_* up to place. low: no event at or below it is left. Suspended consumers are left out. Internal.
create function app.consumer_position(p_log text) returns table (
  consumer text, shard_id integer, shards integer, shard integer, event_types text[], suspended text, low bigint, place bigint,
  from_hi bigint, from_xmax bigint, from_xip bigint[], to_hi bigint, to_xmax bigint, to_xip bigint[]
)
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select
    c.consumer, s.shard_id, s.shards, s.shard, c.event_types, c.suspended,
    least(
      case when (t.window_to).hi is not null then t.place else (t.window_from).lo end,
      (coalesce(t.window_to, t.window_from)).open_lo,
      (select min(x.lo) from unnest((coalesce(t.window_to, t.window_from)).xip_lo) x (lo))),
    t.place, (t.window_from).hi, (t.window_from).xmax, (t.window_from).xip, (t.window_to).hi, (t.window_to).xmax, (t.window_to).xip
  from app.consumer c
  join app.consumer_shard s on s.consumer = c.consumer
  cross join lateral (select * from app.consumer_state n where n.shard_id = s.shard_id order by n.number desc limit 1) t
  where c.log = p_log;
end;
revoke all on function app.consumer_position(text) from public;
comment on function app.consumer_position(text) is 'Internal: where each shard of a log''s consumers stands.';
