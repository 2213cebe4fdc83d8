-- app.require_own_code(p_table regclass) returns void
-- Refuses an audit table that runs the code of somebody else when it is written or read: by a trigger, a rule, a
-- default, a check, a generated column, an index, statistics or a policy, or by the type of a column. Internal; as the
-- owner of the extension. The code of superusers is trusted; of the code of the server itself the catalogue keeps no
-- record.
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
      select 'pg_class'::regclass, i.indexrelid from pg_index i where i.indrelid = part.oid
      union all
      select 'pg_statistic_ext'::regclass, s.oid from pg_statistic_ext s where s.stxrelid = part.oid
    ) runs (classid, objid)
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
