-- The change event log of the source document: its table, its indexes, and the function that writes to it.
create schema app;
create table app.mutation_events (
  event_id bigserial primary key,
  event_type text not null,
  entity_type text not null,
  entity_id uuid,
  operation text not null,
  payload jsonb not null,
  source jsonb,
  event_timestamp timestamptz default now(),
  transaction_id bigint,
  constraint valid_operation check (operation in ('CREATE', 'UPDATE', 'DELETE'))
);
create index idx_mutation_events_timestamp on app.mutation_events (event_timestamp desc);
create index idx_mutation_events_entity on app.mutation_events (entity_type, entity_id);

create function app.log_cdc_event(
  p_event_type text,
  p_entity_type text,
  p_entity_id uuid,
  p_operation text,
  p_before jsonb default null,
  p_after jsonb default null,
  p_metadata jsonb default null
) returns void as $$
begin
  insert into app.mutation_events (
    event_type, entity_type, entity_id, operation, payload, source, transaction_id
  ) values (
    p_event_type, p_entity_type, p_entity_id, p_operation,
    jsonb_build_object('before', p_before, 'after', p_after, 'metadata', p_metadata),
    jsonb_build_object(
      'db', current_database(), 'schema', 'public', 'table', p_entity_type || 's', 'txId', txid_current()),
    txid_current()
  );
end;
$$ language plpgsql;
