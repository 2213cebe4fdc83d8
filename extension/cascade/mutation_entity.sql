-- app.mutation_entity: the mutations that affected a type. With it app.get_mutations_affecting_entity reads the latest
-- mutations of a type in order, however many there are. A GIN index on app.mutation.entities does not suffice: it has
-- no order, its estimates made the planner read a million rows for ten, and readers under row-level security cannot use
-- it, as array operators are not leakproof.
create table app.mutation_entity (
  typename text not null,
  tenant_id uuid,
  ended_at timestamptz not null,
  mutation_id uuid not null,
  tenants uuid[] not null,
  change_count bigint
);
-- For publications that have every table: without an identity its rows could not be deleted.
alter table app.mutation_entity replica identity full;
create index idx_mutation_entity_tenant on app.mutation_entity (typename, tenant_id, ended_at);
create index idx_mutation_entity_ended_at on app.mutation_entity (typename, ended_at);
select pg_catalog.pg_extension_config_dump('app.mutation_entity', '');

comment on table app.mutation_entity is
  'One row for each type that a mutation affected. Read it through app.get_mutations_affecting_entity.';
comment on column app.mutation_entity.typename is 'Type name of an affected entity.';
comment on column app.mutation_entity.tenant_id is 'As in app.mutation.';
comment on column app.mutation_entity.ended_at is 'As in app.mutation.';
comment on column app.mutation_entity.mutation_id is 'The mutation.';
comment on column app.mutation_entity.tenants is 'As in app.mutation; for the row-level policy.';
comment on column app.mutation_entity.change_count is
  'How many audit rows of the type the mutation has; null for a given mutation. A revert needs all of them.';
