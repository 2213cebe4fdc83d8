-- app.is_passed(p_retry app.consumer_retry) returns boolean
-- Whether the position of the consumer has passed a parked event, so that its batch is not delivered again from the
-- log. Internal.
create function app.is_passed(p_retry app.consumer_retry) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return not exists (
  select from app.consumer_shard s
  cross join lateral app.latest_state(s.shard_id) t
  where s.consumer = p_retry.consumer and app.in_shard(p_retry.partition_key, s.shards, s.shard)
    and (t.to_snapshot).hi is not null and p_retry.event_id > t.position
    and not app.was_committed(p_retry.event_id, (p_retry.event).transaction_id,
      (t.from_snapshot).hi, (t.from_snapshot).xmax, (t.from_snapshot).xip));
