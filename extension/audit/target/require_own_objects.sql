-- app.require_own_objects(p_target app.audited_table) returns void
-- Refuses to take over objects that another role made. Internal. Whoever owns an audit table or a trigger function
-- decides what runs when an audited row is written, with the rights of whoever enabled: so both, and all the rest, must
-- be the enabling role's own. Members of the extension's owner and superusers may continue what that owner made: its
-- functions run with their rights anyway.
-- Errors: 42501 naming the object and its owner; 42501 when a trigger or rule of the audit table runs somebody else's
--   function; 42710 when the name is taken by an object of yours that auditing did not make. Objects are looked at in a
--   stable order, the owners first.
create function app.require_own_objects(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
  v_registered boolean := exists (
    select from app.audited_table t where t.entity = (p_target).entity and t.relation = (p_target).relation);
  v_audit_table regclass := to_regclass(format('app.%I', 'audit_' || (p_target).entity));
  v_extension_owner oid := (select extowner from pg_extension where extname = 'specql_cdc');
begin
  select * into v_object from app.existing_objects(p_target) o
  where o.owner <> (select oid from pg_roles where rolname = current_user)
    and not (o.owner = v_extension_owner and pg_has_role(v_extension_owner, 'usage'))
  order by o.kind <> 'table', o.kind, o.name limit 1;
  if found then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s %s belongs to %s', v_object.kind, v_object.name, pg_get_userbyid(v_object.owner)),
      detail = format('Auditing %s would run or write it with the rights of %s.', (p_target).relation, current_user),
      hint = format('Its owner, %s, may do this.', pg_get_userbyid(v_object.owner))
        || case when v_registered then '' else ' Or choose another entity name with p_entity.' end;
  end if;

  select o.kind, o.name, o.relation, p.oid::regprocedure as function, p.proowner as owner into v_object
  from (
    select 'trigger' as kind, tgname as name, tgrelid as relation, 'pg_trigger'::regclass as classid, oid
    from pg_trigger where not tgisinternal
    union all
    select 'rule', rulename, ev_class, 'pg_rewrite'::regclass, oid from pg_rewrite) o
  join pg_depend d on d.classid = o.classid and d.objid = o.oid and d.refclassid = 'pg_proc'::regclass
  join pg_proc p on p.oid = d.refobjid
  join pg_roles r on r.oid = p.proowner
  where o.relation in (
      with recursive part (oid) as (
        select v_audit_table::oid
        union
        select i.inhrelid from pg_inherits i join part on part.oid = i.inhparent)
      select oid from part)
    and (select relkind from pg_class where oid = o.relation) in ('r', 'p')
    and not r.rolsuper and r.rolname <> current_user
    and r.oid <> v_extension_owner
  order by o.kind desc, o.name limit 1;
  if found then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s %I of %s runs %s, which belongs to %s',
        v_object.kind, v_object.name, v_object.relation::regclass, v_object.function, pg_get_userbyid(v_object.owner)),
      detail = format('It would run with the rights of %s whenever a row is audited.', current_user),
      hint = format('Drop the %s, or make the function your own.', v_object.kind);
  end if;

  perform app.require_free_names(p_target);
end
$function$;

-- app.require_free_names(p_target app.audited_table) returns void
-- Refuses an entity whose names are taken by objects that auditing did not make. Internal.
-- Errors: 42710 naming the object.
create function app.require_free_names(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  select * into v_object from app.existing_objects(p_target) o where not o.ours order by o.kind, o.name limit 1;
  if found then
    raise exception using
      errcode = 'duplicate_object',
      message = format('%s %s exists and was not made by auditing', v_object.kind, v_object.name),
      detail = format('Entity %s needs the name for an object of its own.', (p_target).entity),
      hint = case
        when exists (
          select from app.audited_table t where t.entity = (p_target).entity and t.relation = (p_target).relation)
          then format('Rename or drop the %s.', v_object.kind)
        else format('Rename or drop the %s, or choose another entity name with p_entity.', v_object.kind) end;
  end if;
end
$function$;

-- app.require_droppable(p_target app.audited_table) returns void
-- Refuses to disable an audit that another role enabled. Internal. It runs before anything is dropped. The audit of a
-- dropped table may also be ended by the owner of schema app.
-- Errors: 42501 naming the object and its owner.
create function app.require_droppable(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  select * into v_object from app.existing_objects(p_target) o
  where not pg_has_role(o.owner, 'usage')
    and (exists (select from pg_class where oid = (p_target).relation)
      or not pg_has_role((select nspowner from pg_namespace where nspname = 'app'), 'usage'))
  order by o.kind <> 'table', o.kind, o.name limit 1;
  if found then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s %s belongs to %s', v_object.kind, v_object.name, pg_get_userbyid(v_object.owner)),
      detail = format('Who audits %s also ends it, and could not be continued by %s.',
        (p_target).relation, current_user),
      hint = format('Its owner, %s, may do this.', pg_get_userbyid(v_object.owner));
  end if;
end
$function$;
