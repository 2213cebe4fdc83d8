-- app.grant_writer(p_role name) returns void
-- Makes a role one that writes: opens and ends mutations and writes events. It needs no rights on the audit tables; the
-- triggers write there.
--   p_role  an existing role; its members have what it has
-- Errors: 42704 when there is no such role.
create function app.grant_writer(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'writer', 'tenants', '{}');
