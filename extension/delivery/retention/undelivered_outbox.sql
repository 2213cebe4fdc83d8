-- app.undelivered_outbox(p_after bigint, p_shard_id integer default null) returns setof app.outbox
-- The events of app.outbox above p_after that some consumer (or that shard's) has still to deal with; suspended
-- consumers do not count. Internal. Inlined where it is used, so it has no settings of its own.
create function app.undelivered_outbox(p_after bigint, p_shard_id integer default null) returns setof app.outbox
language sql stable
begin atomic
  select e.*
  from app.outbox e
  where e.event_id > p_after and exists (
    select from app.consumer_position('outbox') p
    where (p_shard_id is null and p.suspended is null or p.shard_id = p_shard_id)
      and e.event_id > p.low
      and (p.event_types is null or e.event_type = any (p.event_types)) and app.in_shard(e.partition_key, p.shards, p.shard)
      and (e.transaction_id >= p.from_xmax or e.event_id > p.from_hi or e.transaction_id = any (p.from_xip))
      and not (p.to_hi is not null and e.event_id <= p.position and e.transaction_id < p.to_xmax and e.transaction_id <> all (p.to_xip)));
end;
