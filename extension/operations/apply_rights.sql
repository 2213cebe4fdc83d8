-- app.apply_rights(p_role name, p_capability text) returns void
-- Grants a role what its capability may do, as far as the caller may grant it. Internal.
create function app.apply_rights(p_role name, p_capability text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_right text;
begin
  execute format('grant usage%s on schema app to %I', case p_capability when 'administrator' then ', create' else '' end, p_role);
  for v_right in select app.rights(p_capability) loop
    execute format('grant %s to %I', v_right, p_role);
  end loop;
end
$function$;
revoke all on function app.apply_rights(name, text) from public;
comment on function app.apply_rights(name, text) is 'Internal: grants a role what its capability may do.';

-- app.register_access(p_role name, p_capability text, p_scope text, p_tenants uuid[]) returns void
-- Remembers a grant, so that objects generated later are granted too, and applies it. Internal.
-- Errors: 42704 when there is no such role, naming p_role.
create function app.register_access(p_role name, p_capability text, p_scope text, p_tenants uuid[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not exists (select from pg_roles where rolname = p_role) then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_role: there is no role %L', p_role),
      hint = 'Create it first: create role ... login.';
  end if;
  insert into app.access_grant (role_name, capability, scope, tenants) values (p_role, p_capability, p_scope, p_tenants)
  on conflict (role_name, capability) do update set scope = excluded.scope, tenants = excluded.tenants;
  perform app.apply_rights(p_role, p_capability);
end
$function$;
revoke all on function app.register_access(name, text, text, uuid[]) from public;
comment on function app.register_access(name, text, text, uuid[]) is 'Internal: remembers and applies a grant.';
