-- app.blocked_keys(p_consumer app.consumer) returns jsonb
-- The blocked keys, as {key: event_id of its first event that waits for a retry}; null under skip or when there is
-- none. Internal. Read once for a batch: a retry may be acknowledged at any moment, and an event that the batch skips
-- as blocked must be parked by the same answer.
create function app.blocked_keys(p_consumer app.consumer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select jsonb_object_agg(h.partition_key, h.first)
  from (
    select r.partition_key, min(r.event_id) as first
    from app.consumer_retry r
    where p_consumer.on_failure = 'block' and r.consumer = p_consumer.consumer
      and r.dead_at is null and r.done_at is null
    group by r.partition_key) h;
end;
