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
  v_registered boolean := exists (
    select from app.audited_table t where t.entity = (p_target).entity and t.relation = (p_target).relation);
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
        || case when v_registered then '' else ' Or choose another entity name with p_entity.' end;
  end if;
  perform app.require_own_code(to_regclass(format('app.%I', 'audit_' || (p_target).entity)));
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

-- app.require_own_code(p_table regclass) returns void
-- Refuses an audit table that runs the code of somebody else when it is written: by a trigger, a rule, a default, a
-- check, a generated column, an index or a policy, or by the type of a column. Internal; as the owner of the extension.
-- The code of superusers is trusted; of the code of the server itself the catalogue keeps no record.
-- Errors: 42501 naming what runs it and its owner.
create function app.require_own_code(p_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  select o.*, pg_describe_object(o.classid, o.objid, 0) as user, pg_describe_object(o.refclassid, o.refobjid, 0) as name
  into v_object
  from (
    with recursive part (oid) as (
      select p_table::oid
      union
      select i.inhrelid from pg_inherits i join part on part.oid = i.inhparent)
    select runs.*, d.refclassid, d.refobjid, coalesce(f.proowner, t.typowner, op.oprowner) as owner
    from part
    cross join lateral (
      select 'pg_class'::regclass, part.oid
      union all
      select 'pg_trigger'::regclass, t.oid from pg_trigger t where t.tgrelid = part.oid and not t.tgisinternal
      union all
      select 'pg_rewrite'::regclass, r.oid from pg_rewrite r where r.ev_class = part.oid
      union all
      select 'pg_attrdef'::regclass, d.oid from pg_attrdef d where d.adrelid = part.oid
      union all
      select 'pg_constraint'::regclass, c.oid from pg_constraint c where c.conrelid = part.oid
      union all
      select 'pg_policy'::regclass, p.oid from pg_policy p where p.polrelid = part.oid
      union all
      select 'pg_class'::regclass, i.indexrelid from pg_index i where i.indrelid = part.oid) runs (classid, objid)
    -- One look-up of the dependencies each, whatever the planner expects of the catalogue.
    cross join lateral (
      select d.refclassid, d.refobjid from pg_depend d
      where d.classid = runs.classid and d.objid = runs.objid
        and d.refclassid in ('pg_proc'::regclass, 'pg_type'::regclass, 'pg_operator'::regclass)
      offset 0) d
    left join pg_proc f on d.refclassid = 'pg_proc'::regclass and f.oid = d.refobjid
    left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
    left join pg_operator op on d.refclassid = 'pg_operator'::regclass and op.oid = d.refobjid) o
  join pg_roles r on r.oid = o.owner
  where not r.rolsuper and r.rolname <> current_user
  order by 1, 2, 3, 4 limit 1;
  if found then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s runs %s, which belongs to %s',
        v_object.user, v_object.name, pg_get_userbyid(v_object.owner)),
      detail = format('It would run with the rights of %s whenever a row is audited.', current_user),
      hint = format('Drop it, or give %s to %I.', v_object.name, current_user);
  end if;
end
$function$;

-- app.require_free_names(p_target app.audited_table) returns void
-- Refuses an entity whose names are taken by objects that auditing did not make. Internal.
-- Errors: those of app.refuse_taken_name.
create function app.require_free_names(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.refuse_taken_name(p_target, o.kind, o.name)
  from (select * from app.existing_objects(p_target) o where not o.ours order by o.kind, o.name limit 1) o;
end
$function$;

-- app.refuse_taken_name(p_target app.audited_table, p_kind text, p_name text) returns void
-- Refuses an entity because of an object that auditing did not make. Internal.
-- Errors: 42710 naming the object.
create function app.refuse_taken_name(p_target app.audited_table, p_kind text, p_name text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'duplicate_object',
    message = format('%s %s exists and was not made by auditing', p_kind, p_name),
    detail = format('Entity %s needs the name for an object of its own.', (p_target).entity),
    hint = case
      when exists (
        select from app.audited_table t where t.entity = (p_target).entity and t.relation = (p_target).relation)
        then format('Rename or drop the %s.', p_kind)
      else format('Rename or drop the %s, or choose another entity name with p_entity.', p_kind) end;
end
$function$;

-- app.require_own_history(p_target app.audited_table) returns void
-- Refuses to go on with a history that is not the table's own: that of another role's table which was dropped, or an
-- audit table from before the extension. Whoever enables could add to it, or drop it. Internal; as the owner of the
-- extension. The owner of the audit table may, and shows it by a claim.
-- Errors: 42501 naming the audit table.
create function app.require_own_history(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table regclass := to_regclass(format('app.%I', 'audit_' || (p_target).entity));
begin
  if exists (
      select from app.audited_table t
      where t.entity = (p_target).entity
        and (t.relation = (p_target).relation
          or t.owner_oid = (select relowner from pg_class where oid = (p_target).relation)))
    or coalesce((select relkind from pg_class where oid = v_table) not in ('r', 'p'), true)
    or app.is_claimed(v_table)
  then
    return;
  end if;
  raise exception using
    errcode = 'insufficient_privilege',
    message = format('%s is not the history of a table of %s', v_table, (p_target).owner_name),
    detail = format('Enabling %s would go on with it.', (p_target).relation),
    hint = format('Its owner, %s, may do this. Or choose another entity name with p_entity.',
      (select relowner::regrole from pg_class where oid = v_table));
end
$function$;

-- app.take_over(p_target app.audited_table) returns void
-- Gives the owner of the extension what a restored dump left with the former owner. Internal; as the owner of the
-- extension, after app.require_own_objects.
create function app.take_over(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_object record;
begin
  for v_object in
    select case o.kind when 'partition' then 'table' else o.kind end as kind, o.name
    from app.existing_objects(p_target) o
    where o.kind in ('table', 'partition', 'view', 'function') and pg_get_userbyid(o.owner) <> current_user
    order by o.kind, o.name
  loop
    execute format('alter %s %s owner to %I', v_object.kind, v_object.name, current_user);
  end loop;
end
$function$;
