-- app.register_access(p_role name, p_capability text, p_scope text, p_tenants uuid[]) returns void
-- Stores a grant in app.access_grant, whose trigger applies it. Internal.
-- Runs as the extension's owner, so that an administrator needs no grant options.
-- Errors: 42704 when there is no such role, naming p_role.
create function app.register_access(p_role name, p_capability text, p_scope text, p_tenants uuid[]) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from pg_roles where rolname = p_role) then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_role: there is no role %L', p_role),
      hint = 'Create it first: create role ... login.';
  end if;
  lock table app.access_grant in share row exclusive mode;
  delete from app.access_grant
  where capability = p_capability
    and (role_name = p_role or role_oid = (select oid from pg_roles where rolname = p_role));
  insert into app.access_grant (role_name, capability, scope, tenants)
  values (p_role, p_capability, p_scope, p_tenants);
end
$function$;
