-- app.log_window(p_log text, p_after, p_through, p_from_hi, p_from_xmax, p_from_xip, p_to_xmax, p_to_xip,
--   p_event_types, p_shards, p_shard, p_first_segment, p_last_segment) returns setof app.delivered_event
-- The events of a window: above p_after up to p_through, committed at log snapshot p_to_* and not yet at p_from_*.
-- Internal. Inlined where it is used, so it has no settings of its own.
--   p_log                             text, a constant where speed counts
--   p_event_types, p_shards, p_shard  only these types (null for all), and the keys of this shard
--   p_first_segment, p_last_segment   the segments to read; others are not opened
create function app.log_window(
  p_log text, p_after bigint, p_through bigint, p_from_hi bigint, p_from_xmax bigint, p_from_xip bigint[],
  p_to_xmax bigint, p_to_xip bigint[], p_event_types text[], p_shards integer, p_shard integer,
  p_first_segment smallint, p_last_segment smallint
) returns setof app.delivered_event
language sql stable
begin atomic
  select
    null::text, e.event_id, e.id, e.event_type, e.event_version, e.aggregate_type, e.aggregate_id, e.operation,
    e.payload, e.metadata, e.tenant_id, e.partition_key, e.created_at, e.transaction_id, e.trace_id, e.correlation_id,
    e.causation_id, 1
  from app.log_event e
  where e.log = p_log and e.segment between p_first_segment and p_last_segment and e.event_id > p_after
    and app.was_committed(e.event_id, e.transaction_id, p_through, p_to_xmax, p_to_xip)
    and not app.was_committed(e.event_id, e.transaction_id, p_from_hi, p_from_xmax, p_from_xip)
    and (p_event_types is null or e.event_type = any (p_event_types))
    and app.in_shard(e.partition_key, p_shards, p_shard);
end;
