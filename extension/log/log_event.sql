-- app.log_event: the events of both logs, in the shape in which they are delivered. A query with a constant log costs
-- no more than reading that log: the planner prunes the other one.
create view app.log_event with (security_invoker = true) as
select
  'outbox' as log, o.segment, o.event_id, o.id, o.event_type, o.event_version, o.aggregate_type, o.aggregate_id,
  null::text as operation, o.event_payload as payload, o.event_metadata as metadata, o.tenant_id, o.partition_key,
  o.created_at, o.transaction_id, o.trace_id, o.correlation_id, o.causation_id
from app.outbox o
union all
select
  'mutation_events', m.segment, m.event_id, m.id, m.event_type, 1, m.entity_type, m.entity_id,
  m.operation, m.payload, m.source, m.tenant_id, m.partition_key,
  m.event_timestamp, m.transaction_id, null, null, null
from app.mutation_events m;
comment on view app.log_event is 'Internal: the events of both logs, in the shape in which they are delivered.';
