-- app.readable_tenants() returns uuid[]
-- The tenants whose rows the current role reads. Internal; for row-level policies.
-- The nil uuid stands for rows of no tenant: a reader without a tenant reads only those. The largest uuid stands for
-- rows of an unknown tenant, which nobody can be granted.
-- Errors: 22P02 when app.tenant_id is not a uuid and the role is trusted to set it.
create function app.readable_tenants() returns uuid[]
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select coalesce(array_agg(distinct t.tenant), '{}')
  from app.v_my_access g
  cross join lateral unnest(case
    when g.scope = 'session' then array[coalesce(app.context_uuid('app.tenant_id'), app.no_tenant())]
    when g.tenants = '{}' then array[app.no_tenant()]
    else g.tenants
  end) t (tenant)
  where g.capability = 'reader' and t.tenant <> app.unknown_tenant());
