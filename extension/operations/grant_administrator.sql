-- app.grant_administrator(p_role name) returns void
-- Makes a role one that administers: enables and disables auditing, grants access, reads everything. Tables it audits
-- must be its own.
--   p_role  an existing role; its members have what it has
-- Errors: 42704 when there is no such role.
create function app.grant_administrator(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'administrator', 'tenants', '{}');
