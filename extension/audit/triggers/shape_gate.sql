-- The gate of a static statement over a transition table: whether the table's columns are, by name, type and number,
-- those that the statement was generated for. Two columns of a type that swapped their names pass it, unless one of
-- them is hidden or redacted. The parser answers it and the planner folds it to a constant, so it
-- costs nothing; a statement over a transition table is parsed anew when its table is altered. No catalogue is read,
-- whose snapshot may be older than the table.

-- app.no_column: a type that no column has; it marks the place behind the last column. It has a label since Debezium
-- cannot start in a database with an enum that has none.
create type app.no_column as enum ('none');
revoke all on type app.no_column from public;
comment on type app.no_column is 'Marks the place behind the last column of a table. No value and no column has it.';

-- app.type_of(p_value anyelement) returns oid
-- The type of an expression. Internal. Immutable, so that the planner folds it.
create function app.type_of(p_value anyelement) returns oid
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  return pg_typeof(p_value);
end
$function$;

-- app.secret_place(p_name text, p_position bigint) returns text
-- A FROM item that tells where a hidden or redacted column is, as that of another column may have its name by now.
-- Internal. Its columns: specql here, the type that the name has among the columns from the position on, and specql
-- behind, the one it has among those after it, where it has none: app.no_column. The columns before get names that no
-- column has.
create function app.secret_place(p_name text, p_position bigint) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select app.render_sql($sql$
    cross join lateral (
      select here."specql type", behind."specql type"
      from (select null::app.no_column as {name:I}) missing
      cross join lateral (
        select app.type_of(case when false then {name:I} end)
        from (select specql_row.*, {pads}) r {names_before}) here ("specql type")
      cross join lateral (
        select app.type_of(case when false then {name:I} end)
        from (select specql_row.*, {pads}) r ({names})) behind ("specql type")
      ) place{position} ("specql here", "specql behind")
  $sql$, jsonb_build_object(
    'name', p_name,
    'position', p_position,
    'pads', string_agg('null', ', '),
    'names_before', coalesce(
      '(' || string_agg(number_name, ', ' order by number) filter (where number < p_position) || ')', ''),
    'names', string_agg(number_name, ', ' order by number)))
  from generate_series(1, p_position) number
  cross join lateral (select format('"specql %s"', number) as number_name) n);

-- app.gated_rows(p_columns app.row_columns, p_side text, p_values text, p_names text, p_gate text) returns text
-- A FROM item: expressions over the rows of a transition table that the gate lets through. Internal.
--   p_side    old or new: the rows of old_rows or new_rows
--   p_values  SQL of the expressions, which name columns without a table
--   p_names   names of the results
--   p_gate    where: rows of another shape are none; where not: they are the only ones
-- A column that was renamed or dropped must not fail the application's statement: a name that the rows do not have is
-- found one level further out, in missing, with another type. The rows are written with .* since the table may have a
-- column named as they are. The names r1 ... are given to their columns; behind the last of them comes the mark.
create function app.gated_rows(
  p_columns app.row_columns, p_side text, p_values text, p_names text, p_gate text default 'where'
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select app.render_sql($sql$
      (
        select {result}
        from (select {missing}) missing
        cross join lateral (
          select {values}
            array[{types}] = {expected:L}::oid[]{secret_types}, specql_row.*, null::app.no_column, {pads}
          from {side}_rows specql_row {secret_places}) present ({names} same_types, {numbered}, behind)
        {gate} (present.same_types and app.type_of(case when false then present.behind end) = {mark}))
  $sql$, jsonb_build_object(
    'result', case p_names when '' then '' else regexp_replace(p_names, '(\w+)', 'present.\1', 'g') end,
    'missing', string_agg(
      format('%s as %I', case type when 25 then 'true' else 'null' end, name), ', ' order by position),
    'values', case p_values when '' then '' else p_values || ',' end,
    'types', string_agg(format('app.type_of(case when false then %I end)', name), ', ' order by position),
    'expected', (p_columns).types::text,
    'pads', string_agg('null', ', '),
    'side', p_side,
    'secret_places', coalesce(
      string_agg(app.secret_place(name, position), ' ' order by position) filter (where secret), ''),
    'secret_types', coalesce(
      string_agg(
        format(' and place%s."specql behind" = %L::regtype', position, 'app.no_column')
          || format(' and place%s."specql here" = %s', position, type), '' order by position)
      filter (where secret), ''),
    'names', case p_names when '' then '' else p_names || ',' end,
    'numbered', string_agg('r' || position, ', ' order by position),
    'gate', p_gate,
    'mark', $$'app.no_column'::regtype$$))
  from unnest((p_columns).names, (p_columns).types) with ordinality u (name, type, position)
  cross join lateral (select name = any ((p_columns).hidden || (p_columns).redacted) as secret) s);

-- app.fits_gate(p_columns app.row_columns) returns boolean
-- Whether a table has few enough columns for static statements: a SELECT list holds 1664 entries. Internal.
create function app.fits_gate(p_columns app.row_columns) returns boolean
language sql immutable
set search_path = pg_catalog, pg_temp
return cardinality((p_columns).names) between 1 and 800;
