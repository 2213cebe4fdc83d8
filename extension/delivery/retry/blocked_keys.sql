-- app.blocked_keys(p_consumer app.consumer) returns jsonb
-- The keys whose later events wait, as {key: event_id of the first that waits for its retry}; null under skip, and when
-- there is none. Internal. Asked once for a batch: a retry may be dealt with at any moment, and what one look passes
-- over the next must park.
create function app.blocked_keys(p_consumer app.consumer) returns jsonb
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select jsonb_object_agg(h.partition_key, h.first)
  from (
    select r.partition_key, min(r.event_id) as first
    from app.consumer_retry r
    where p_consumer.on_failure = 'block' and r.consumer = p_consumer.consumer and r.dead_at is null and r.done_at is null
    group by r.partition_key) h;
end;
