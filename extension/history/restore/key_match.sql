-- app.key_match(p_target app.audited_table, p_left text, p_right text) returns text
-- SQL that compares the key columns of two rows of a table. Internal.
--   p_left, p_right  aliases of the rows
create function app.key_match(p_target app.audited_table, p_left text, p_right text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(format('%s = %s', p_left || '.' || column_name, p_right || '.' || column_name), ' and ')
  from unnest((p_target).key_columns) name
  cross join lateral quote_ident(name) column_name);
