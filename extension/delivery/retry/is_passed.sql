-- app.is_passed(p_retry app.consumer_retry) returns boolean
-- Whether the position of the consumer has passed an event that was set aside: its batch will not come again from the log. Internal.
create function app.is_passed(p_retry app.consumer_retry) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return not exists (
  select from app.consumer_shard s
  cross join lateral app.latest_state(s.shard_id) t
  where s.consumer = p_retry.consumer and app.in_shard(p_retry.partition_key, s.shards, s.shard)
    and (t.window_to).hi is not null and p_retry.event_id > t.place
    and ((p_retry.event).transaction_id >= (t.window_from).xmax or p_retry.event_id > (t.window_from).hi
      or (p_retry.event).transaction_id = any ((t.window_from).xip)));
revoke all on function app.is_passed(app.consumer_retry) from public;
comment on function app.is_passed(app.consumer_retry) is 'Internal: whether the position of the consumer has passed an event that was set aside.';
