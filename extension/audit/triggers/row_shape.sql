-- The shape of the row of a row trigger: whether its columns are those that static statements were generated for. A
-- trigger function is planned once for each trigger, so each partition and child has plans of its own. The functions
-- here are called to initialize a variable and declared immutable: they run once when that plan is made, and again when
-- the relation was altered, since the plan holds the relation's oid as a constant.

-- app.relation_of(p_row anyelement) returns oid
-- The relation of a row type; null for any other type, and 0 when the snapshot is older than the relation. Internal.
-- Not by its name, which only resolves for those who may use its schema.
create function app.relation_of(p_row anyelement) returns oid
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return case
    when pg_typeof(p_row) <> 'record'::regtype then
      coalesce((select typrelid from pg_type where oid = pg_typeof(p_row)), 0) end;
end
$function$;

-- app.row_type_columns(p_row anyelement) returns (names text[], types oid[])
-- The columns of a row type, as the cache of types has them. Internal. A row of nulls runs nobody's code: the names
-- come from its JSON, and the types from its binary form, in which each column takes eight bytes.
create function app.row_type_columns(p_row anyelement, out names text[], out types oid[])
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute $$
    select array(select json_object_keys(row_to_json(r.*))),
      array(
        select ('x' || encode(substring(s.bytes from 8 * i - 3 for 4), 'hex'))::bit(32)::bigint::oid
        from generate_series(1, (octet_length(s.bytes) - 4) / 8) i)
    from (select ($1).*) r cross join lateral (select record_send(r.*) as bytes) s
  $$ into names, types using p_row;
end
$function$;

-- app.shape_text(p_names text[], p_types oid[]) returns text
-- Names and types of columns whatever their order, which may differ between partitions. Internal.
create function app.shape_text(p_names text[], p_types oid[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(format('%I %s', name, type), ',' order by name collate "C")
  from unnest(p_names, p_types) u (name, type));

-- app.row_way(p_row anyelement, p_entity text, p_relation oid, p_shapes text[], p_columns app.row_columns,
--   p_hidden_numbers smallint[], p_redacted_numbers smallint[]) returns text[]
-- How to make the images of the rows of a relation. Internal. Never null for a row type:
--   {1}, {2} ...       the row has this shape of those in p_shapes: static statements
--   {query, compared, setting ...}  queries for the image of the row $1, and for whether the rows $1 and $2 differ, and
--                      the settings to pin
--   p_relation  the table of the entity when the trigger function was generated
--   p_columns   hidden and redacted columns, whose numbers follow
create function app.row_way(
  p_row anyelement, p_entity text, p_relation oid, p_shapes text[], p_columns app.row_columns,
  p_hidden_numbers smallint[], p_redacted_numbers smallint[]
) returns text[]
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_columns app.row_columns;
  v_shape integer;
  v_target app.audited_table;
begin
  if app.relation_of(p_row) is null then
    return null; -- of a trigger for TRUNCATE
  end if;
  select t.names, t.types into v_columns.names, v_columns.types from app.row_type_columns(p_row) t;
  v_columns.hidden := app.current_names(
    p_entity, p_relation, p_columns.hidden, p_hidden_numbers, v_columns.names);
  v_columns.redacted := app.current_names(
    p_entity, p_relation, p_columns.redacted, p_redacted_numbers, v_columns.names);
  v_shape := array_position(p_shapes, app.shape_text(v_columns.names, v_columns.types));
  -- Another column may have the name of a hidden one by now.
  if v_shape is not null and v_columns.hidden <@ p_columns.hidden and v_columns.redacted <@ p_columns.redacted then
    return array[v_shape::text];
  end if;
  v_columns.computed := app.computed_columns(app.relation_of(p_row));
  select t.* into v_target from app.audited_table t where t.entity = p_entity;
  return array[
    format('select %s from (select ($1).*) r', app.image_expression(v_columns, 'r.*', 'r.')),
    format('select %s from (select ($1).*) o cross join (select ($2).*) n', app.differ(
      app.row_values(v_target, v_columns, 'o.*', 'o.'), app.row_values(v_target, v_columns, 'n.*', 'n.')))]
    || app.image_settings(v_columns.types);
end
$function$;
