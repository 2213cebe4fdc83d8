-- app.delivered_event: an event of either log, as it is delivered to a consumer.
create type app.delivered_event as (
  batch text,
  event_id bigint,
  id uuid,
  event_type text,
  event_version integer,
  aggregate_type text,
  aggregate_id uuid,
  operation text,
  payload jsonb,
  metadata jsonb,
  tenant_id uuid,
  partition_key text,
  created_at timestamptz,
  transaction_id bigint,
  trace_id text,
  correlation_id uuid,
  causation_id uuid,
  deliveries integer
);
comment on type app.delivered_event is 'An event of either log, as it is delivered to a consumer.';
comment on column app.delivered_event.batch is 'Identifies the batch for app.ack_events.';
comment on column app.delivered_event.event_id is 'Id of the event in its log; identifies it for app.nack_event.';
comment on column app.delivered_event.id is 'Unique id of the event, by which a handler detects a repeated delivery.';
comment on column app.delivered_event.event_type is 'What happened.';
comment on column app.delivered_event.event_version is 'Version of the payload''s shape; 1 for mutation_events.';
comment on column app.delivered_event.aggregate_type is 'Type of the entity.';
comment on column app.delivered_event.aggregate_id is 'Id of the entity.';
comment on column app.delivered_event.operation is 'CREATE, UPDATE or DELETE for mutation_events; null for the outbox.';
comment on column app.delivered_event.payload is 'The event; {before, after, metadata} for mutation_events.';
comment on column app.delivered_event.metadata is 'Metadata of the event; the source for mutation_events.';
comment on column app.delivered_event.tenant_id is 'Tenant the event belongs to; null for none.';
comment on column app.delivered_event.partition_key is 'Events with the same key are in order.';
comment on column app.delivered_event.created_at is 'Start of the transaction that wrote it.';
comment on column app.delivered_event.transaction_id is 'The transaction that wrote it.';
comment on column app.delivered_event.trace_id is 'Distributed trace.';
comment on column app.delivered_event.correlation_id is 'The request that led to it.';
comment on column app.delivered_event.causation_id is 'The event that caused it.';
comment on column app.delivered_event.deliveries is 'How many times the event was delivered, this delivery included.';
