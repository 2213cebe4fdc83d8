-- A reader reads a mutation only if it may read all tenants whose rows the mutation changed: the cascade contains the
-- images of all these rows.
alter table app.mutation enable row level security;
alter table app.mutation_entity enable row level security;
create policy specql_reader on app.mutation for select using (
  (select app.reads_all_tenants()) or tenants <@ (select app.readable_tenants())::uuid[]);
create policy specql_reader on app.mutation_entity for select using (
  (select app.reads_all_tenants()) or tenants <@ (select app.readable_tenants())::uuid[]);
