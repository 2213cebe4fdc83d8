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
    if row_security_active(tg_relid) then
      perform app.refuse_hidden_truncate(tg_relid::regclass);
    end if;
    for v_old_image in execute app.truncated_images({entity:L}, tg_relid::regclass) loop
      {delete}
    end loop;
  $sql$, jsonb_build_object(
    'entity', (p_target).entity,
    'delete', app.audit_insert(p_target, 'DELETE', 'from (select v_old_image as image) o')))
end;
