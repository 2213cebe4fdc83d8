-- app.revoke_access(p_role name) returns void
-- Revokes everything that the grant functions granted a role.
-- It runs with the rights of the extension's owner.
--   p_role  a role
-- Errors: 42704 when the role was granted nothing; 2BP01 when it owns the extension, or owned it before a restore and
--   still owns trigger functions, which need its rights.
create function app.revoke_access(p_role name) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_audits text := (
    select string_agg(t.relation::text, ', ' order by t.entity)
    from app.audited_table t
    join pg_proc p on p.oid = app.trigger_function_of(t.entity)
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
          'or app.enable_audit_cascade, which gives their audit objects to the owner of the extension.'
      end;
  end if;
  perform app.take_rights(r.rolname, g.capability)
  from app.access_grant g join pg_roles r on r.oid = g.role_oid
  where g.role_name = p_role;
  delete from app.access_grant where role_name = p_role;
  if not found then
    raise exception using
      errcode = 'undefined_object', message = format('p_role: %L was granted nothing', p_role),
      hint = 'The table app.access_grant lists the grants.';
  end if;
end
$function$;
