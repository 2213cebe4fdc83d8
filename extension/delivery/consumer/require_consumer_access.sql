-- app.is_bound_elsewhere(p_consumer text) returns boolean
-- Whether the session's role is a consumer bound to other consumers than this one. Internal; with the rights of the
-- extension's owner, so that views can ask for the caller.
create function app.is_bound_elsewhere(p_consumer text) returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_caller name;
begin
  -- Nobody is bound in most databases.
  if not exists (select from app.access_grant g where g.capability = 'bound_consumer') then
    return false;
  end if;
  v_caller := app.caller();
  if pg_has_role(v_caller, (select e.extowner from pg_extension e where e.extname = 'specql_cdc'), 'usage') then
    return false;
  end if;
  return (
    select bool_or(g.capability = 'bound_consumer')
      and not bool_or(g.consumers is null or p_consumer = any (g.consumers))
    from app.access_grant g
    join pg_roles r on r.rolname = g.role_name
    where g.capability in ('consumer', 'bound_consumer', 'operator', 'administrator')
      and pg_has_role(v_caller, r.oid, 'usage')) is true;
end
$function$;

-- app.require_consumer_access(p_consumer text) returns void
-- Refuses a consumer that the session's role is not for. Internal. Errors: 42501.
create function app.require_consumer_access(p_consumer text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  if app.is_bound_elsewhere(p_consumer) then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('p_consumer: %s may not use consumer %s', app.caller(), p_consumer),
      detail = 'The role is bound to other consumers.',
      hint = 'Have an administrator call app.grant_consumer with every consumer the role is for.';
  end if;
end
$function$;
