-- app.shape_query(p_names text[], p_table text) returns text
-- A query for the types of the columns of a table, as an array of oid. Internal. It has a row even if the table has
-- none, and reads no catalogue.
--   p_table  SQL of a table or transition table
create function app.shape_query(p_names text[], p_table text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select format('select array[%s]::oid[] from (select) one left join %s specql_row on false',
    string_agg(format('pg_typeof(specql_row.%I)', name), ', ' order by position), p_table)
  from unnest(p_names) with ordinality u (name, position));
