-- app.mutation: one row per mutation, written once when it ends. The audit rows of the mutation have its id, so a
-- cascade is stored here once and not with each row.
create table app.mutation (
  mutation_id uuid primary key,
  source text,
  tenant_id uuid,
  user_id uuid,
  change_reason text,
  entities text[] not null default '{}',
  cascade jsonb not null,
  affected_count integer not null default 0,
  primary_typename text,
  primary_entity_id text,
  audit_id uuid,
  transaction_id bigint not null default txid_current(),
  trace_id text,
  correlation_id uuid,
  causation_id uuid,
  session_user_name text not null default session_user,
  started_at timestamptz not null default now(),
  ended_at timestamptz not null default clock_timestamp(),
  tenants uuid[] not null,
  given boolean not null default false
);
-- For the latest mutations of one tenant or of all, and for joins with events and changes by transaction. The index by
-- affected type is on app.mutation_entity.
create index idx_mutation_tenant_ended_at on app.mutation (tenant_id, ended_at);
create index idx_mutation_ended_at on app.mutation (ended_at);
create index idx_mutation_transaction_id on app.mutation (transaction_id);
select pg_catalog.pg_extension_config_dump('app.mutation', '');

comment on table app.mutation is 'One row per mutation: its user and reason, the affected entities, and its cascade.';
comment on column app.mutation.mutation_id is 'Id of the mutation, which each of its audit rows has too.';
comment on column app.mutation.source is 'Name of the mutation, for example create_post.';
comment on column app.mutation.tenant_id is
  'Tenant the mutation ran for, else the tenant whose rows it changed; null for none or several.';
comment on column app.mutation.user_id is 'User the mutation ran for, from app.user_id.';
comment on column app.mutation.change_reason is 'Reason for the change, from app.change_reason.';
comment on column app.mutation.entities is 'Type names of the affected entities, sorted and distinct.';
comment on column app.mutation.cascade is 'The cascade document: updated, deleted, invalidations, metadata.';
comment on column app.mutation.affected_count is
  'Entities created, updated or deleted, before any truncation of the document.';
comment on column app.mutation.primary_typename is
  'Type name of the primary entity: the first that the client changed itself, not a trigger or foreign key.';
comment on column app.mutation.primary_entity_id is 'Id of the primary entity, as text.';
comment on column app.mutation.audit_id is 'Audit row of the first change.';
comment on column app.mutation.transaction_id is
  'Transaction of the mutation (64 bit, meaningful in this cluster only).';
comment on column app.mutation.trace_id is 'Distributed trace, from app.trace_id.';
comment on column app.mutation.correlation_id is 'The request, from app.correlation_id.';
comment on column app.mutation.causation_id is 'The event that caused the mutation, from app.causation_id.';
comment on column app.mutation.session_user_name is
  'Database role that logged in; unlike the settings, it cannot be forged.';
comment on column app.mutation.started_at is 'Start of the transaction.';
comment on column app.mutation.ended_at is 'When the mutation ended.';
comment on column app.mutation.tenants is
  'Its tenant and every tenant whose rows it changed, the nil uuid for none and the largest uuid for an unknown one. '
  'Readers of all of them read the mutation.';
comment on column app.mutation.given is
  'Whether the caller gave the cascade in app.cascade_data. Otherwise it was collected from the audit rows.';
