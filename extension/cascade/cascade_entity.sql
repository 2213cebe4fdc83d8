-- app.cascade_entity(p_typename text, p_id uuid, p_operation text, p_schema text, p_view_name text) returns jsonb
-- An entry for the updated list of a cascade that you build yourself: {__typename, id, operation, entity}.
--   p_typename   type name, for example Post
--   p_id         id of the entity
--   p_operation  CREATED, UPDATED or DELETED
--   p_schema     schema of the view or table
--   p_view_name  table view whose column data holds the entity (tv_post); null reads the row of tb_<typename> instead
-- entity is null when there is no row with this id. The function reads with the caller's rights. It runs no cast of a
-- type: a value whose type is not built in is its text, as in the audit trail.
-- Errors: 22004 and 22023 naming the parameter; 42P01 when neither view nor table exists; 42703 when the view has no
--   column data or id; 42804 when its id is not a uuid, or its data is of a type that is not built in.
create function app.cascade_entity(
  p_typename text, p_id uuid, p_operation text, p_schema text, p_view_name text default null
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_snake text := app.snake_case(p_typename);
  v_relation regclass;
  v_columns app.row_columns := row(null, null, '{}', '{}', '{}');
  v_id_type pg_catalog.regtype;
  v_data_type pg_catalog.regtype;
  v_entity jsonb;
begin
  perform app.require_value('p_typename', p_typename), app.require_value('p_id', p_id::text),
    app.require_value('p_operation', p_operation), app.require_value('p_schema', p_schema);
  if p_operation not in ('CREATED', 'UPDATED', 'DELETED') then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_operation is not a cascade operation',
      detail = format('It is %L.', left(p_operation, 100)),
      hint = 'Use CREATED, UPDATED or DELETED.';
  end if;
  v_relation := case
    when p_view_name is not null then to_regclass(format('%I.%I', p_schema, p_view_name))
    else coalesce(
      to_regclass(format('%I.%I', p_schema, 'tb_' || lower(p_typename))),
      to_regclass(format('%I.%I', p_schema, 'tb_' || v_snake)))
  end;
  if v_relation is null then
    raise exception using
      errcode = 'undefined_table',
      message = format('%I.%I does not exist', p_schema, coalesce(p_view_name, 'tb_' || v_snake)),
      hint = 'Pass p_schema and p_view_name of an existing table view, or a null p_view_name to read the table.';
  end if;
  -- Not by the catalogue: the snapshot may be older than a column.
  execute format(
    'select c.names, c.types from (select) one left join %s t on false cross join app.row_type_columns(t) c',
    v_relation)
  into v_columns.names, v_columns.types;
  v_id_type := v_columns.types[array_position(v_columns.names, 'id')];
  v_data_type := v_columns.types[array_position(v_columns.names, 'data')];
  if v_id_type is not null and app.built_in_type(v_id_type, -1) <> 'uuid' then
    raise exception using
      errcode = 'datatype_mismatch',
      message = format('column id of %s is %s and must be uuid', v_relation, v_id_type),
      hint = 'Pass p_view_name of a view whose column id holds the uuid of the entity.';
  end if;
  if p_view_name is not null and v_data_type is not null and app.image_kind(v_data_type) not in ('plain', 'json') then
    raise exception using
      errcode = 'datatype_mismatch',
      message = format('column data of %s is %s and must be jsonb', v_relation, v_data_type),
      hint = 'Pass p_view_name of a view whose column data holds the entity as jsonb.';
  end if;
  if p_view_name is not null then
    execute format('select data from %s where id operator(pg_catalog.=) $1', v_relation)
      into v_entity using p_id;
  else
    execute format('select %s from %s t where t.id operator(pg_catalog.=) $1',
      app.image_expression(v_columns, 't.*', 't.'), v_relation)
      into v_entity using p_id;
  end if;
  return jsonb_build_object('__typename', p_typename, 'id', p_id, 'operation', p_operation, 'entity', v_entity);
end
$function$;
