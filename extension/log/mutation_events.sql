-- app.mutation_events: the log of changes with before and after image. Its layout is that of app.outbox: the same ring
-- of segments, a sequence that caches 1, and transaction_id before event_id, because defaults are evaluated in column
-- order.
create sequence app.mutation_events_event_id_seq as bigint cache 1;
select pg_catalog.pg_extension_config_dump('app.mutation_events_event_id_seq', '');
comment on sequence app.mutation_events_event_id_seq is
  'Event ids of app.mutation_events. Caches 1: delivery rests on it.';

create table app.mutation_events (
  transaction_id bigint not null default txid_current(),
  event_id bigint not null default nextval('app.mutation_events_event_id_seq'),
  segment smallint not null default app.segment_of(now()),
  id uuid not null default app.uuidv7(),
  event_type text not null,
  entity_type text not null,
  entity_id uuid,
  operation text not null,
  payload jsonb not null,
  source jsonb,
  event_timestamp timestamptz not null default now(),
  tenant_id uuid,
  partition_key text not null,
  session_user_name text not null default session_user,
  primary key (event_id, segment)
) partition by list (segment);
select pg_catalog.pg_extension_config_dump('app.mutation_events', '');
alter sequence app.mutation_events_event_id_seq owned by app.mutation_events.event_id;

create index idx_mutation_events_transaction_id on app.mutation_events using brin (transaction_id, event_timestamp);

comment on table app.mutation_events is 'Log of changes with before and after image. Written by app.log_cdc_event.';
comment on column app.mutation_events.transaction_id is
  'Transaction that logged the change (64 bit, meaningful in this cluster only); assigned before event_id.';
comment on column app.mutation_events.event_id is
  'Id of the event in the log. Ids do not commit in order: read the log through a consumer.';
comment on column app.mutation_events.segment is 'Segment of the ring; one for each UTC day.';
comment on column app.mutation_events.id is 'Unique id of the event, by which consumers detect a repeated delivery.';
comment on column app.mutation_events.event_type is 'What happened, for example CUSTOMER_DELETED.';
comment on column app.mutation_events.entity_type is 'Type of the entity, for example customer.';
comment on column app.mutation_events.entity_id is 'Id of the entity; null when it has none.';
comment on column app.mutation_events.operation is 'CREATE, UPDATE or DELETE.';
comment on column app.mutation_events.payload is '{before, after, metadata}.';
comment on column app.mutation_events.source is
  '{version, connector, db, schema, table, txId, ts_ms}; schema and table are null when not known.';
comment on column app.mutation_events.event_timestamp is 'Start of the transaction that logged the change.';
comment on column app.mutation_events.tenant_id is 'Tenant the change belongs to; null for none.';
comment on column app.mutation_events.partition_key is
  'Events with the same key stay in order: the entity id, or the entity type when there is none.';
comment on column app.mutation_events.session_user_name is
  'Database role that logged in and logged the change; unlike the settings, it cannot be forged.';
