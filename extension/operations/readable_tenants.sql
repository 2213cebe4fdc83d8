-- app.reads_all_tenants() returns boolean
-- Whether the current role reads every tenant's rows: an administrator, or a reader of scope all. For row-level policies.
create function app.reads_all_tenants() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (select from app.v_my_access where capability = 'administrator' or scope = 'all');
revoke all on function app.reads_all_tenants() from public;
comment on function app.reads_all_tenants() is 'Whether the current role reads every tenant''s rows.';

-- app.readable_tenants() returns uuid[]
-- The tenants whose rows the current role reads. The nil uuid stands for rows of no tenant: a reader without a tenant reads those only.
-- For row-level policies. Errors: 22P02 when app.tenant_id is not a uuid and the role is trusted to set it.
create function app.readable_tenants() returns uuid[]
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select coalesce(array_agg(distinct t.tenant), '{}')
  from app.v_my_access g
  cross join lateral unnest(case
    when g.scope = 'session' then array[coalesce(app.context_uuid('app.tenant_id'), '00000000-0000-0000-0000-000000000000')]
    when g.tenants = '{}' then array['00000000-0000-0000-0000-000000000000'::uuid]
    else g.tenants end) t (tenant)
  where g.capability = 'reader');
revoke all on function app.readable_tenants() from public;
comment on function app.readable_tenants() is 'The tenants whose rows the current role reads; the nil uuid stands for none.';

-- A reader sees only the mutations of the tenants it may read: one that changed rows of another tenant too shows in its cascade what they became.
alter table app.mutation enable row level security;
alter table app.mutation_entity enable row level security;
create policy specql_reader on app.mutation for select using (
  (select app.reads_all_tenants()) or tenants <@ (select app.readable_tenants())::uuid[]);
create policy specql_reader on app.mutation_entity for select using (
  (select app.reads_all_tenants()) or tenants <@ (select app.readable_tenants())::uuid[]);
-- The trigger functions of a table that an administrator audits run with its rights, and store given mutations.
create policy specql_administrator on app.mutation for insert with check (
  exists (select from app.v_my_access where capability = 'administrator'));
create policy specql_administrator on app.mutation_entity for insert with check (
  exists (select from app.v_my_access where capability = 'administrator'));
