-- app.grant_monitor(p_role name) returns void
-- Makes a role a monitor: it sees counts, ages and states of consumers and logs, and no event.
-- Members of pg_monitor are monitors without it.
--   p_role  an existing role; its members are monitors too
-- Errors: 42704 when there is no such role.
create function app.grant_monitor(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'monitor', 'tenants', '{}');
