-- app.require_own_objects(p_target app.audited_table) returns void
-- Refuses to enable over what somebody else made. What is generated belongs to the owner of the extension, and its
-- triggers write the audit table with that role's rights, so everything under these names must be its own, or that of
-- the owner before a restore. Internal; as the owner of the extension.
-- Errors: 42501 naming the object and its owner; those of app.require_own_code and app.require_free_names. Objects are
--   looked at in a stable order, the table first.
create function app.require_own_objects(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  select o.* into v_object
  from (select o.*, app.is_owner(o.owner) is not false as own from app.existing_objects(p_target) o) o
  where not (o.own and o.ours)
  order by o.own, o.own or o.kind <> 'table', o.kind, o.name limit 1;
  if not v_object.own then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s %s belongs to %s', v_object.kind, v_object.name, pg_get_userbyid(v_object.owner)),
      detail = format('Auditing %s would run or write it with the rights of %s.', (p_target).relation, current_user),
      hint = case
        when v_object.kind in ('table', 'view', 'function', 'type') then
          format('Look what it is, then: alter %s %s owner to %I.', v_object.kind, v_object.name, current_user)
        else format('Drop the %s, or what it belongs to.', v_object.kind) end
        || case when app.is_registered(p_target) then '' else ' Or choose another entity name with p_entity.' end;
  end if;
  perform app.require_own_code(app.audit_table_of((p_target).entity));
  perform app.refuse_taken_name(p_target, v_object.kind, v_object.name) where not v_object.ours;
end
$function$;

-- app.is_owner(p_role oid) returns boolean
-- Whether a role owns the extension, or did before it was restored from a dump. Internal; as the owner of the
-- extension.
create function app.is_owner(p_role oid) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return p_role = (select oid from pg_roles where rolname = current_user)
    or exists (select from app.access_grant g where g.capability = 'owner' and g.role_oid = p_role);
end
$function$;
