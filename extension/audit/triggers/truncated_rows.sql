-- app.refuse_hidden_truncate(p_table regclass) returns void
-- Raises 55000 for a TRUNCATE of a table some rows of which its audit trigger may not see. Internal.
create function app.refuse_hidden_truncate(p_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = format('TRUNCATE of %s cannot be audited', p_table),
    detail = format(
      'Its row-level security is in force for %s, with whose rights it is audited, and may hide rows.', current_user),
    hint = format('Run: alter table %s no force row level security. Or delete the rows, which audits each.', p_table);
end
$function$;

-- app.planned_code(p_table regclass) returns text[]
-- Names what is not built in and may run when a query of a table is planned: functions and operators, unless they are a
-- superuser's, in its indexes, its statistics and, as the session may have it, its CHECK constraints. Internal. The
-- snapshot must be younger than the lock on the table. Planning runs nothing of an enum, and of other types nobody
-- knows what.
create function app.planned_code(p_table regclass) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  with planned (class, oid) as (
    select 'pg_class'::regclass, indexrelid from pg_index where indrelid = p_table
    union all
    select 'pg_statistic_ext'::regclass, oid from pg_statistic_ext where stxrelid = p_table
    union all
    select 'pg_constraint'::regclass, oid from pg_constraint
    where conrelid = p_table and contype = 'c' and current_setting('constraint_exclusion') = 'on')
  select array(
    select distinct pg_describe_object(d.refclassid, d.refobjid, 0)
    from planned p
    join pg_depend d on d.classid = p.class and d.objid = p.oid and d.refobjid >= 16384
    left join pg_operator o on d.refclassid = 'pg_operator'::regclass and o.oid = d.refobjid
    left join pg_proc f on f.oid = case d.refclassid when 'pg_proc'::regclass then d.refobjid else o.oprcode end
    left join pg_type t on d.refclassid = 'pg_type'::regclass and t.oid = d.refobjid
    left join pg_type element on element.oid = t.typelem
    where d.refclassid not in (
        'pg_class'::regclass, 'pg_constraint'::regclass, 'pg_collation'::regclass, 'pg_namespace'::regclass,
        'pg_opclass'::regclass, 'pg_opfamily'::regclass, 'pg_am'::regclass, 'pg_extension'::regclass,
        'pg_ts_config'::regclass, 'pg_ts_dict'::regclass)
      and coalesce(element.typtype, t.typtype, '') <> 'e'
      and not coalesce((
        select bool_and(r.rolsuper) from pg_roles r
        where r.oid in (f.proowner, o.oprowner, t.typowner)), false)
    order by 1);
end;

-- app.require_truncatable(p_table regclass) returns void
-- Refuses a TRUNCATE in the embedded form, of a table whose rows would then be read with our owner's rights, where that
-- may run somebody else's code, or may not see all that the TRUNCATE removes. Internal.
-- Errors: 55000.
create function app.require_truncatable(p_table regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_isolation text := current_setting('transaction_isolation');
  v_code text[];
begin
  if row_security_active(p_table) then
    perform app.refuse_hidden_truncate(p_table);
  end if;
  if v_isolation not in ('read committed', 'read uncommitted') then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('TRUNCATE of %s cannot be audited', p_table),
      detail = format('The snapshot of a %s transaction need not show every row there is.', v_isolation),
      hint = 'Truncate at isolation level read committed. Or delete the rows, which audits each.';
  end if;
  v_code := app.planned_code(p_table);
  if v_code <> '{}' then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('TRUNCATE of %s cannot be audited', p_table),
      detail = format('Reading its rows with the rights of %s might run %s.',
        current_user, array_to_string(v_code, ', ')),
      hint = 'Drop the index, statistics or constraint that needs it. Or delete the rows, which audits each.';
  end if;
end
$function$;

-- app.truncated_images(p_entity text, p_relation regclass) returns text
-- A query for the images of the rows that a TRUNCATE of a relation is about to remove. Internal. The columns are those
-- of an empty row, as the snapshot may be older than the table.
create function app.truncated_images(p_entity text, p_relation regclass) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_columns app.row_columns;
begin
  select (app.relation_columns(t, t.relation)).* into v_columns from app.audited_table t where t.entity = p_entity;
  execute format(
    $$select array(select json_object_keys(row_to_json(r.*)))
    from (select specql_row.* from (select) one left join only %s specql_row on false) r$$, p_relation)
  into v_columns.names;
  execute app.shape_query(v_columns.names, format('only %s', p_relation)) into v_columns.types;
  return format('select %s from only %s specql_row',
    app.image_expression(v_columns, 'specql_row.*', 'specql_row.'), p_relation);
end
$function$;

-- app.truncated_rows(p_target app.audited_table) returns text
-- The statements by which the trigger function audits TRUNCATE. Internal. A marker; in the embedded form, whose table
-- may refuse such an operation_type or a row without entity_id, a DELETE of each row there is. A policy that is in
-- force there for whoever enabled it would hide rows from that DELETE: then the TRUNCATE is refused.
create function app.truncated_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case (p_target).storage
  when 'columns' then app.audit_insert(p_target, 'TRUNCATE')
  else app.render_sql($sql$
    perform app.require_truncatable(tg_relid::regclass);
    -- Of a type that nobody knows: all there are.
    v_settings := app.pin_settings(app.image_settings('{0}'));
    for v_old_image in execute app.truncated_images({entity:L}, tg_relid::regclass) loop
      {delete}
    end loop;
    v_settings := app.pin_settings(v_settings);
  $sql$, jsonb_build_object(
    'entity', (p_target).entity,
    'delete', app.audit_insert(p_target, 'DELETE', 'from (select v_old_image as image) o')))
end;
