-- app.undelivered_events(p_log text, p_after bigint, p_shard_id integer default null) returns setof app.log_event
-- The events of a log above p_after that the position of some consumer (or of that shard) has not passed. Internal.
-- Suspended consumers are ignored. Inlined where it is used, so it has no settings of its own.
create function app.undelivered_events(p_log text, p_after bigint, p_shard_id integer default null)
returns setof app.log_event
language sql stable
begin atomic
  select
    e.log, e.segment, e.event_id, e.id, e.event_type, e.event_version, e.aggregate_type, e.aggregate_id, e.operation,
    e.payload, e.metadata, e.tenant_id, e.partition_key, e.created_at, e.transaction_id, e.trace_id, e.correlation_id,
    e.causation_id
  from app.log_event e
  where e.log = p_log and e.event_id > p_after and exists (
    select from app.consumer_position(p_log) p
    where (p_shard_id is null and p.suspended is null or p.shard_id = p_shard_id)
      and e.event_id > p.low
      and (p.event_types is null or e.event_type = any (p.event_types))
      and app.in_shard(e.partition_key, p.shards, p.shard)
      and not app.was_committed(e.event_id, e.transaction_id, p.from_hi, p.from_xmax, p.from_xip)
      -- The acknowledged part of the open window, if there is one: its events up to the position.
      and app.was_committed(e.event_id, e.transaction_id, p.position, p.to_xmax, p.to_xip) is not true);
end;
