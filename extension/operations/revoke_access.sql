-- app.revoke_access(p_role name) returns void
-- Revokes everything that the grant functions granted a role.
-- It runs with the rights of the extension's owner.
--   p_role  a role
-- Errors: 42704 when the role was granted nothing; 2BP01 when it owns the extension or audited tables, as their
--   triggers need its rights.
create function app.revoke_access(p_role name) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_audits text := (
    select string_agg(t.relation::text, ', ' order by t.entity)
    from app.audited_table t
    join pg_proc p on p.oid = to_regprocedure(format('app.%I()', 'audit_trigger_' || t.entity))
    join pg_roles r on r.oid = p.proowner
    where t.enabled and r.rolname = p_role);
begin
  lock table app.access_grant in share row exclusive mode;
  if p_role = current_user or v_audits is not null then
    raise exception using
      errcode = 'dependent_objects_still_exist',
      message = format('p_role: %I is needed by %s',
        p_role, case p_role when current_user then 'the extension, which it owns' else v_audits end),
      hint = case p_role
        when current_user then 'Leave the owner its rights.'
        else 'Run app.disable_audit_cascade for these tables first, '
          'or give their audit objects to another administrator: reassign owned by ... to ...'
      end;
  end if;
  perform app.take_rights(p_role, g.capability) from app.access_grant g where g.role_name = p_role;
  delete from app.access_grant where role_name = p_role;
  if not found then
    raise exception using
      errcode = 'undefined_object', message = format('p_role: %L was granted nothing', p_role),
      hint = 'The table app.access_grant lists the grants.';
  end if;
end
$function$;
