-- app.read_columns(p_target app.audited_table) returns name[]
-- The columns of the table that its trigger function reads by name. Internal. Audit rows hold them in columns of their
-- own, or their values decide what an audit row holds: the key, the tenant, and who created, changed or deleted a row,
-- and when. A hidden column is not read.
create function app.read_columns(p_target app.audited_table) returns name[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select attname from pg_attribute
  where attrelid = (p_target).relation and attnum > 0 and not attisdropped
    and attname <> all ((p_target).excluded_columns)
    and attname = any (
      (p_target).key_columns || (p_target).tenant_column || '{created_by,updated_by,deleted_by,deleted_at}'::name[])
  order by attnum);

-- app.image_source(p_target app.audited_table, p_side text) returns text
-- A FROM item for the rows of one side of a change that have the shape the function was generated for. Internal. Its
-- columns:
--   there           true; null when this side has no row
--   value1, value2  what the row is compared by, see app.row_values
--   image           its image, used once in the statement, as the planner may compute it for each use
--   c1, c2 ...      the columns of app.read_columns
--   p_side  old or new: the rows are those of the transition table old_rows or new_rows
create function app.image_source(p_target app.audited_table, p_side text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select app.gated_rows(
    columns, p_side,
    concat_ws(', ', 'true', array_to_string(records, ', '), app.image_expression(columns, 'specql_row.*', ''), r.names),
    concat_ws(', ', 'there', v.names, 'image', r.numbered))
  from (select app.relation_columns(p_target, (p_target).relation) as columns) c
  cross join lateral app.row_values(p_target, columns, 'specql_row.*', '') records
  cross join lateral (
    select string_agg('value' || number, ', ' order by number) as names
    from generate_subscripts(records, 1) number) v
  cross join lateral (
    select
      string_agg(quote_ident(name), ', ' order by number) as names,
      string_agg('c' || number, ', ' order by number) as numbered
    from unnest(app.read_columns(p_target)) with ordinality u (name, number)) r);
