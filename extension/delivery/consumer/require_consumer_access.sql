-- app.may_use_consumer(p_consumer text, p_capabilities text[] default '{}') returns boolean
-- Whether the session's role may use a consumer. Internal; with the rights of the extension's owner, so that views can
-- ask for the caller. As soon as some role is bound to its consumers, every other needs a capability: a bound role may
-- call through a function of its own as whoever it can become.
--   p_capabilities  those that count besides that of a consumer and of who administers: for what reads no event
create function app.may_use_consumer(p_consumer text, p_capabilities text[] default '{}') returns boolean
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_caller name;
begin
  -- Nobody is bound in most databases.
  if not exists (select from app.access_grant g where g.capability = 'bound_consumer') then
    return true;
  end if;
  v_caller := app.caller();
  return pg_has_role(v_caller, (select e.extowner from pg_extension e where e.extname = 'specql_cdc'), 'usage')
    or 'monitor' = any (p_capabilities) and pg_has_role(v_caller, 'pg_monitor', 'usage')
    or exists (
      select from app.access_grant g
      join pg_roles r on r.oid = g.role_oid
      where pg_has_role(v_caller, r.oid, 'usage')
        and case g.capability
          when 'bound_consumer' then p_consumer = any (g.consumers)
          when 'owner' then app.owns_objects(r.oid)
          else g.capability = any (array['consumer', 'administrator'] || p_capabilities) end);
end
$function$;

-- app.require_consumer_access(p_consumer text, p_capabilities text[] default '{}') returns void
-- Refuses a consumer that the session's role is not for. Internal. Errors: 42501.
create function app.require_consumer_access(p_consumer text, p_capabilities text[] default '{}') returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  if not app.may_use_consumer(p_consumer, p_capabilities) then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('p_consumer: %s may not use consumer %s', app.caller(), p_consumer),
      detail = 'The role is bound to other consumers, or was granted none.',
      hint = 'Have an administrator call app.grant_consumer with every consumer the role is for.';
  end if;
end
$function$;
