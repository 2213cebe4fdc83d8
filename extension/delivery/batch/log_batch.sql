-- app.log_batch(p_log text, p_limit integer, p_batch text, p_deliveries integer, p_consumer text, p_has_parked boolean,
--   p_blocked jsonb, ...) returns setof app.delivered_event
-- The next events of a window, at most p_limit, in order. Internal. Inlined where it is used, so it has no settings of
-- its own; the parameters that follow are those of app.log_window.
--   p_batch, p_deliveries     the values of these columns in the result
--   p_has_parked, p_blocked   whether the consumer has parked events, and its app.blocked_keys
create function app.log_batch(
  p_log text, p_limit integer, p_batch text, p_deliveries integer, p_consumer text,
  p_has_parked boolean, p_blocked jsonb,
  p_after bigint, p_through bigint, p_from_hi bigint, p_from_xmax bigint, p_from_xip bigint[],
  p_to_xmax bigint, p_to_xip bigint[], p_event_types text[], p_shards integer, p_shard integer,
  p_first_segment smallint, p_last_segment smallint
) returns setof app.delivered_event
language sql stable
begin atomic
  select
    p_batch, e.event_id, e.id, e.event_type, e.event_version, e.aggregate_type, e.aggregate_id, e.operation, e.payload,
    e.metadata, e.tenant_id, e.partition_key, e.created_at, e.transaction_id, e.trace_id, e.correlation_id,
    e.causation_id, p_deliveries
  from app.log_window(
    p_log, p_after, p_through, p_from_hi, p_from_xmax, p_from_xip, p_to_xmax, p_to_xip,
    p_event_types, p_shards, p_shard, p_first_segment, p_last_segment) e
  where not p_has_parked or not app.is_parked(p_consumer, p_blocked, e.event_id, e.partition_key)
  order by e.event_id
  limit p_limit;
end;
