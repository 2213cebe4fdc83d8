-- app.image_expression(p_target app.audited_table, p_row text) returns text
-- SQL of the image of a row: what is excluded is left out, what is redacted is ***. Internal.
-- Virtual generated columns are left out too, as triggers see no value in them; they follow from the others.
--   p_row  SQL of the row
create function app.image_expression(p_target app.audited_table, p_row text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format('to_jsonb(%s)%s%s', p_row,
    case when hidden <> '{}' then format(' - %L::text[]', hidden) end,
    case when (p_target).redacted_columns <> '{}' then
      format(' || %L::jsonb', (select jsonb_object_agg(c, '***') from unnest((p_target).redacted_columns) c)) end)
  from (select (p_target).excluded_columns || array(
    select attname from pg_attribute
    where attrelid = (p_target).relation and attgenerated = 'v' and not attisdropped) as hidden) h);

-- app.read_columns(p_target app.audited_table) returns name[]
-- The columns of the table that its trigger function reads by name. Internal. Audit rows hold them in columns of their
-- own, or their values decide what an audit row holds: the key, the tenant, and who created, changed or deleted a row,
-- and when.
create function app.read_columns(p_target app.audited_table) returns name[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select attname from pg_attribute
  where attrelid = (p_target).relation and attnum > 0 and not attisdropped
    and attname = any (
      (p_target).key_columns || (p_target).tenant_column || '{created_by,updated_by,deleted_by,deleted_at}'::name[])
  order by attnum);

-- app.image_columns(p_target app.audited_table, p_row text, p_row_value text) returns text
-- The columns row_value, compared and image of app.image_source, as a SELECT list. Internal.
--   p_row        SQL of the row
--   p_row_value  SQL of the row in a form that can be compared
create function app.image_columns(p_target app.audited_table, p_row text, p_row_value text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return concat_ws(', ',
  p_row_value || ' as row_value',
  case when (p_target).ignored_columns <> '{}' then
    format('(to_jsonb(%s) - %L::text[])::text as compared', p_row, (p_target).ignored_columns) end,
  app.image_expression(p_target, p_row) || ' as image');

-- app.image_source(p_target app.audited_table, p_side text) returns text
-- A FROM item for the rows of one side of a change. Internal. Its columns:
--   row_value  the row itself, null when this side has none
--   compared   with ignored columns only: the row without them, as text, as it was before redaction and digit by digit
--              (1.0 is not 1.00)
--   image      its image, used once in the statement, as the planner may compute it for each use
--   c1, c2 ... the columns of app.read_columns; only of transition tables
--   p_side  old or new: the rows are those of the transition table old_rows or new_rows, or the row trigger's own
-- A column that was renamed or dropped since must not fail the application's statement. So these are named without a
-- table, and a name that the rows no longer have is found one level further out, in missing, where it is null; the
-- planner leaves missing out. The rows are written with .* since the table may have a column named as they are. Row
-- triggers have no table to take columns of.
create function app.image_source(p_target app.audited_table, p_side text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case (p_target).level
  when 'row' then format('(select %s offset 0)', app.image_columns(p_target, p_side, p_side))
  else app.render_sql($sql$
      (
        select present.*
        from (select {missing}) missing
        cross join lateral (
          select {image_columns}, {numbered} from {side}_rows specql_row) present)
  $sql$, jsonb_build_object(
    'missing', (
      select string_agg(format('null::text as %I', c), ', ' order by number)
      from unnest(app.read_columns(p_target)) with ordinality u (c, number)),
    'numbered', (
      select string_agg(format('%I as c%s', c, number), ', ' order by number)
      from unnest(app.read_columns(p_target)) with ordinality u (c, number)),
    'image_columns', app.image_columns(p_target, 'specql_row.*', 'specql_row.*::record'),
    'side', p_side))
end;
