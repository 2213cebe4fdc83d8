-- app.reads_all_tenants() returns boolean
-- Whether the current role reads the rows of every tenant: an administrator, a former owner of the extension, or a
-- reader of scope all. Internal; for
-- row-level policies.
create function app.reads_all_tenants() returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (select from app.v_my_access where capability in ('administrator', 'owner') or scope = 'all');
