-- app.grant_administrator(p_role name) returns void
-- Makes a role an administrator: it enables and disables auditing, grants access and reads everything.
-- It must own the tables it audits.
--   p_role  an existing role; its members are administrators too
-- Errors: 42704 when there is no such role.
create function app.grant_administrator(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'administrator', 'tenants', '{}');
