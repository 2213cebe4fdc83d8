-- app.outbox_event: the parameters of app.write_outbox_event, as one event of a batch has them.
create type app.outbox_event as (
  aggregate_type text,
  aggregate_id uuid,
  event_type text,
  event_payload jsonb,
  event_metadata jsonb,
  tenant_id uuid,
  trace_id text,
  correlation_id uuid,
  causation_id uuid,
  event_version integer,
  partition_key text,
  audit_id uuid
);
comment on type app.outbox_event is 'The parameters of app.write_outbox_event, as one event of a batch has them.';
