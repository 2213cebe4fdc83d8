-- app.consumer_position(p_log text) returns table (...)
-- The position of each shard of a log's consumers, as scalars. Internal. The position has passed an event that had
-- committed at from_*, or that lies in the window to_* up to position. It has passed every event at or below low.
-- Suspended consumers are included; the column suspended says why they are. A consumer that a failed restore left
-- incomplete has passed nothing: it has one more row, without shard_id.
create function app.consumer_position(p_log text) returns table (
  consumer text, shard_id integer, shards integer, shard integer, event_types text[], suspended text,
  low bigint, "position" bigint,
  from_hi bigint, from_xmax bigint, from_xip bigint[], to_hi bigint, to_xmax bigint, to_xip bigint[]
)
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select
    c.consumer, s.shard_id, s.shards, s.shard, c.event_types, c.suspended,
    least(
      case when (t.to_snapshot).hi is not null then t.position else (t.from_snapshot).lo end,
      (coalesce(t.to_snapshot, t.from_snapshot)).open_lo,
      (select min(x.lo) from unnest((coalesce(t.to_snapshot, t.from_snapshot)).xip_lo) x (lo))),
    t.position,
    (t.from_snapshot).hi, (t.from_snapshot).xmax, (t.from_snapshot).xip,
    (t.to_snapshot).hi, (t.to_snapshot).xmax, (t.to_snapshot).xip
  from app.consumer c
  join app.consumer_shard s on s.consumer = c.consumer
  cross join lateral (select * from app.consumer_state n where n.shard_id = s.shard_id order by n.number desc limit 1) t
  where c.log = p_log
  union all
  select c.consumer, null, 1, 0, c.event_types, c.suspended, 0, 0, 0, 0, '{}', null, null, null
  from app.consumer c
  where c.log = p_log and c.consumer in (select i.* from app.incomplete_consumers() i);
end;

-- app.low_position(p_log text) returns bigint
-- The id up to which the position of every consumer of a log has passed every event; null without consumers. Internal.
-- Suspended consumers are ignored.
create function app.low_position(p_log text) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
return (select min(p.low) from app.consumer_position(p_log) p where p.suspended is null);
