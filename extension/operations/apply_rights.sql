-- app.apply_rights(p_role name, p_capability text) returns void
-- Grants a role the privileges of a capability that it lacks, as far as the caller may grant them. Internal.
create function app.apply_rights(p_role name, p_capability text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_right record;
begin
  for v_right in
    select r.* from app.rights(p_capability) r
    where not app.is_granted(r.acl, p_role, r.privilege)
      and case r.kind
        when 'schema' then has_schema_privilege(r.object, r.privilege || ' with grant option')
        when 'table' then has_table_privilege(r.object, r.privilege || ' with grant option')
        else has_function_privilege(r.object, r.privilege || ' with grant option') end
  loop
    execute format('grant %s on %s %s to %I', v_right.privilege, v_right.kind, v_right.object, p_role);
  end loop;
end
$function$;

-- app.apply_grants() returns void
-- Grants every role in app.access_grant the privileges it lacks. Internal; as the owner of the extension.
create function app.apply_grants() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Concurrent calls would update the same catalogue rows.
  lock table app.access_grant in share row exclusive mode;
  perform app.apply_rights(r.rolname, g.capability)
  from app.access_grant g join pg_roles r on r.oid = g.role_oid
  where r.rolname <> current_user;
end
$function$;

-- app.take_rights(p_role name, p_capability text) returns void
-- Revokes from a role what its capability was granted. Internal.
create function app.take_rights(p_role name, p_capability text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_right record;
begin
  for v_right in
    select r.* from app.rights(p_capability) r where app.is_granted(r.acl, p_role, r.privilege)
  loop
    execute format('revoke %s on %s %s from %I', v_right.privilege, v_right.kind, v_right.object, p_role);
  end loop;
end
$function$;

-- app.is_granted(p_acl aclitem[], p_role name, p_privilege text) returns boolean
-- Whether a privilege was granted to the role itself, not through membership. Internal.
create function app.is_granted(p_acl aclitem[], p_role name, p_privilege text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from aclexplode(p_acl) a join pg_roles r on r.oid = a.grantee
  where r.rolname = p_role and a.privilege_type = upper(p_privilege));
