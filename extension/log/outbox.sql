-- app.outbox: the transactional outbox. It is partitioned by day over a fixed ring of segments, so that clean-up can
-- use TRUNCATE. Delivery rests on two facts: the sequence caches 1, and a row's transaction id is assigned before its
-- event id. Defaults are evaluated in column order, so transaction_id has to stay the earlier column. txid_current() is
-- pg_current_xact_id() as a bigint, without two casts that would cost 3 % of a write.
create sequence app.outbox_event_id_seq as bigint cache 1;
select pg_catalog.pg_extension_config_dump('app.outbox_event_id_seq', '');
comment on sequence app.outbox_event_id_seq is 'Event ids of app.outbox. Caches 1: delivery rests on it.';

create table app.outbox (
  transaction_id bigint not null default txid_current(),
  event_id bigint not null default nextval('app.outbox_event_id_seq'),
  segment smallint not null default app.segment_of(now()),
  id uuid not null default app.uuidv7(),
  aggregate_type text not null,
  aggregate_id uuid not null,
  event_type text not null,
  event_version integer not null default 1,
  event_payload jsonb not null,
  event_metadata jsonb,
  tenant_id uuid,
  partition_key text not null,
  created_at timestamptz not null default now(),
  processed_at timestamptz,
  processed_by text,
  trace_id text,
  correlation_id uuid,
  causation_id uuid,
  audit_id uuid,
  retry_count integer not null default 0,
  last_error text,
  session_user_name text not null default session_user,
  primary key (id, segment)
) partition by list (segment);
select pg_catalog.pg_extension_config_dump('app.outbox', '');
alter sequence app.outbox_event_id_seq owned by app.outbox.event_id;

-- Consumers read ranges of event_id. The late events of a transaction, and recent hours, are stored close together,
-- which suits BRIN. There is no index on aggregate, tenant, type or correlation and no check constraint: together they
-- would double the cost of a write.
create index idx_outbox_event_id on app.outbox (event_id);
create index idx_outbox_transaction_id on app.outbox using brin (transaction_id, created_at);

comment on table app.outbox is
  'Transactional outbox: events written together with the changes they describe. Written by app.write_outbox_event.';
comment on column app.outbox.transaction_id is
  'Transaction that wrote the event (64 bit, meaningful in this cluster only); assigned before event_id.';
comment on column app.outbox.event_id is
  'Id of the event in the log. Ids do not commit in order: read the log through a consumer.';
comment on column app.outbox.segment is 'Segment of the ring; one for each UTC day.';
comment on column app.outbox.id is 'Unique id of the event, by which consumers detect a repeated delivery.';
comment on column app.outbox.aggregate_type is
  'Type of the entity, for example Post; part of the topic name: letters, digits, dot, underscore, hyphen.';
comment on column app.outbox.aggregate_id is 'Id of the entity.';
comment on column app.outbox.event_type is 'What happened, for example PostCreated.';
comment on column app.outbox.event_version is 'Version of the payload''s shape.';
comment on column app.outbox.event_payload is 'The event.';
comment on column app.outbox.event_metadata is 'Metadata of the event, for example the cascade.';
comment on column app.outbox.tenant_id is 'Tenant the event belongs to; null for none.';
comment on column app.outbox.partition_key is 'Events with the same key stay in order; the aggregate id unless given.';
comment on column app.outbox.created_at is 'Start of the transaction that wrote the event.';
comment on column app.outbox.processed_at is 'When the event was marked as processed; null until then.';
comment on column app.outbox.processed_by is 'The program that marked it.';
comment on column app.outbox.trace_id is 'Distributed trace.';
comment on column app.outbox.correlation_id is 'The request that led to the event.';
comment on column app.outbox.causation_id is 'The event that caused this one.';
comment on column app.outbox.audit_id is 'Audit row of the change.';
comment on column app.outbox.retry_count is 'Failed attempts to process it.';
comment on column app.outbox.last_error is 'Error of the latest attempt.';
comment on column app.outbox.session_user_name is
  'Database role that logged in and wrote the event; unlike the settings, it cannot be forged.';
