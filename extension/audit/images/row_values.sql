-- app.row_values(p_target app.audited_table, p_columns app.row_columns, p_row text, p_prefix text) returns text[]
-- SQL of one or two records by which two versions of a row are compared to the bit. Internal. The ignored columns are
-- in neither. The second, if there is one, has the excluded columns: they may be large, and are compared only if all
-- others are equal.
--   p_row, p_prefix  see app.image_expression
create function app.row_values(
  p_target app.audited_table, p_columns app.row_columns, p_row text, p_prefix text
) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when not (p_columns).names
    && ((p_columns).hidden || (p_columns).computed || (p_target).ignored_columns::text[]) then
    array[p_row || '::record']
  else (
    select array_agg(format('row(%s)::record', list) order by is_hidden)
    from (
      select name = any ((p_columns).hidden) as is_hidden,
        string_agg(p_prefix || quote_ident(name), ', ' order by position) as list
      from unnest((p_columns).names) with ordinality u (name, position)
      where name <> all ((p_columns).computed || (p_target).ignored_columns::text[])
      group by 1) r)
end;

-- app.differ(p_old text[], p_new text[]) returns text
-- SQL of whether two versions of a row differ. Internal.
--   p_old, p_new  SQL of their records, see app.row_values
create function app.differ(p_old text[], p_new text[]) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select format('(%s)', string_agg(format('(%s *<> %s) is not false', o, n), ' or ' order by position))
   from unnest(p_old, p_new) with ordinality u (o, n, position)),
  'false');
