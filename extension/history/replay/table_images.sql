-- app.table_images(p_target app.audited_table) returns text
-- SQL for the images of the rows a table has now, as the triggers write them. Internal.
-- The images of an INHERITS child have the child's own columns.
create function app.table_images(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select coalesce(
    string_agg(
      format(
        'select %s as image from only %s specql_row',
        app.image_expression(app.relation_columns(p_target, r.relation), 'specql_row.*', 'specql_row.'), r.relation),
      ' union all '),
    'select null::jsonb as image where false')
  from app.covered_relations(p_target) r (relation)
  join pg_class c on c.oid = r.relation
  where c.relkind in ('r', 'f'));
