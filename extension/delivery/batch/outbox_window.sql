-- app.outbox_window(p_after, p_through, p_from_hi, p_from_xmax, p_from_xip, p_to_xmax, p_to_xip, p_event_types,
--   p_shards, p_shard, p_first_segment, p_last_segment) returns setof app.delivered_event
-- The events of app.outbox above p_after up to p_through that had committed at log snapshot p_to_* and not yet at log
-- snapshot p_from_*, of some types and one shard, in the segments from p_first_segment to p_last_segment (0 and 9 for
-- all); others are not opened. Internal. Inlined where it is used, so it has no settings of its own; log snapshots come
-- as scalars because a field of a composite is looked up for each row.
create function app.outbox_window(
  p_after bigint, p_through bigint, p_from_hi bigint, p_from_xmax bigint, p_from_xip bigint[], p_to_xmax bigint, p_to_xip bigint[],
  p_event_types text[], p_shards integer, p_shard integer, p_first_segment smallint, p_last_segment smallint
) returns setof app.delivered_event
language sql stable
begin atomic
  select
    null::text, e.event_id, e.id, e.event_type, e.event_version, e.aggregate_type, e.aggregate_id, null::text, e.event_payload, e.event_metadata,
    e.tenant_id, e.partition_key, e.created_at, e.transaction_id, e.trace_id, e.correlation_id, e.causation_id, 1
  from app.outbox e
  where e.segment between p_first_segment and p_last_segment and e.event_id > p_after and e.event_id <= p_through
    and e.transaction_id < p_to_xmax and e.transaction_id <> all (p_to_xip)
    and (e.transaction_id >= p_from_xmax or e.event_id > p_from_hi or e.transaction_id = any (p_from_xip))
    and (p_event_types is null or e.event_type = any (p_event_types))
    and app.in_shard(e.partition_key, p_shards, p_shard);
end;
