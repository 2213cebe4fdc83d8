-- app.grant_consumer(p_role name) returns void
-- Makes a role a consumer: it reads both event logs of all tenants and marks events as processed.
--   p_role  an existing role; its members are consumers too
-- Errors: 42704 when there is no such role.
create function app.grant_consumer(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'consumer', 'tenants', '{}');
