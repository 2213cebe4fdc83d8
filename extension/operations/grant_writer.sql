-- app.grant_writer(p_role name) returns void
-- Makes a role a writer: it begins and ends mutations and writes events.
-- It needs no privileges on the audit tables, as the triggers write to them.
--   p_role  an existing role; its members are writers too
-- Errors: 42704 when there is no such role.
create function app.grant_writer(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'writer', 'tenants', '{}');
