-- app.revoke_access(p_role name) returns void
-- Takes back everything the grant functions gave a role.
--   p_role  a role
-- Errors: 42704 when the role was granted nothing.
create function app.revoke_access(p_role name) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  delete from app.access_grant where role_name = p_role;
  if not found then
    raise exception using
      errcode = 'undefined_object', message = format('p_role: %L was granted nothing', p_role),
      hint = 'The table app.access_grant lists the grants.';
  end if;
  if exists (select from pg_roles where rolname = p_role) then
    execute format('revoke all on all tables in schema app from %I', p_role);
    execute format('revoke all on all sequences in schema app from %I', p_role);
    execute format('revoke all on all functions in schema app from %I', p_role);
    execute format('revoke all on schema app from %I', p_role);
  end if;
end
$function$;
revoke all on function app.revoke_access(name) from public;
comment on function app.revoke_access(name) is 'Takes back everything the grant functions gave a role.';
