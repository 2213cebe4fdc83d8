-- The outbox of the source document: its table, its indexes, and the function that writes to it.
create schema app;
create table app.outbox (
  id uuid primary key default gen_random_uuid(),
  aggregate_type text not null,
  aggregate_id uuid not null,
  event_type text not null,
  event_version integer default 1,
  event_payload jsonb not null,
  event_metadata jsonb,
  tenant_id uuid,
  partition_key text,
  created_at timestamptz default now(),
  processed_at timestamptz,
  processed_by text,
  trace_id text,
  correlation_id uuid,
  causation_id uuid,
  audit_id uuid,
  retry_count integer default 0,
  last_error text,
  constraint chk_event_type check (event_type ~ '^[A-Z][a-zA-Z]*$')
);
create index idx_outbox_unprocessed on app.outbox (created_at) where processed_at is null;
create index idx_outbox_aggregate on app.outbox (aggregate_type, aggregate_id);
create index idx_outbox_tenant on app.outbox (tenant_id) where tenant_id is not null;
create index idx_outbox_event_type on app.outbox (event_type);
create index idx_outbox_correlation on app.outbox (correlation_id) where correlation_id is not null;

create function app.write_outbox_event(
  p_aggregate_type text,
  p_aggregate_id uuid,
  p_event_type text,
  p_event_payload jsonb,
  p_event_metadata jsonb default null,
  p_tenant_id uuid default null,
  p_trace_id text default null,
  p_correlation_id uuid default null
) returns uuid as $$
declare
  v_event_id uuid;
begin
  insert into app.outbox (
    aggregate_type, aggregate_id, event_type, event_payload, event_metadata, tenant_id, partition_key, trace_id,
    correlation_id
  ) values (
    p_aggregate_type, p_aggregate_id, p_event_type, p_event_payload, p_event_metadata, p_tenant_id,
    p_aggregate_id::text,
    p_trace_id, p_correlation_id
  )
  returning id into v_event_id;
  return v_event_id;
end;
$$ language plpgsql;
