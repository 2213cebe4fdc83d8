-- app.grant_operator(p_role name) returns void
-- Makes a role an operator: it runs maintenance and the health check, sees lag and dead letters, and replays or purges
-- dead letters. It reads no payload.
--   p_role  an existing role; its members are operators too
-- Errors: 42704 when there is no such role.
create function app.grant_operator(p_role name) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
return app.register_access(p_role, 'operator', 'tenants', '{}');
