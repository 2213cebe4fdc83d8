-- app.register_access(p_role name, p_capability text, p_scope text, p_tenants uuid[],
--   p_consumers text[] default null) returns void
-- Stores a grant in app.access_grant, whose trigger applies it. Internal.
-- Runs as the extension's owner, so that an administrator needs no grant options. A consumer that becomes a bound one
-- loses what it had more.
-- Errors: 42704 when there is no such role, naming p_role; 22023 for the capability owner, which nobody is granted.
create function app.register_access(
  p_role name, p_capability text, p_scope text, p_tenants uuid[], p_consumers text[] default null
) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_replaced text[] := case
    when p_capability in ('consumer', 'bound_consumer') then array['consumer', 'bound_consumer']
    else array[p_capability] end;
  v_oid oid := (select oid from pg_roles where rolname = p_role);
begin
  if p_capability = 'owner' then
    perform app.refuse_value('p_capability', p_capability, 'Use the grant functions.');
  elsif v_oid is null then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_role: there is no role %L', p_role),
      hint = 'Create it first: create role ... login.';
  end if;
  lock table app.access_grant in share row exclusive mode;
  perform app.follow_renames();
  if p_capability = 'bound_consumer' then
    perform app.take_rights(p_role, 'consumer');
  end if;
  delete from app.access_grant
  where capability = any (v_replaced) and (role_name = p_role or role_oid = v_oid);
  insert into app.access_grant (role_name, capability, scope, tenants, consumers)
  values (p_role, p_capability, p_scope, p_tenants, p_consumers);
  -- Where capabilities overlap, what was taken may be part of another.
  perform app.apply_rights(p_role, g.capability) from app.access_grant g where g.role_oid = v_oid;
end
$function$;
