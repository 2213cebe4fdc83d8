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
revoke all on function app.image_expression(app.audited_table, text) from public;
comment on function app.image_expression(app.audited_table, text) is 'Internal: SQL of the image of a row.';

-- app.image_source(p_target app.audited_table, p_rows text) returns text
-- A FROM item with the columns compared and image for the rows of one side of a change. Internal.
--   p_rows  old_rows or new_rows (transition tables), old or new (row triggers)
-- compared is the row itself, or its text without the ignored columns: as it was before redaction, and digit by digit (1.0 is not 1.00).
-- The alias is written with .* since the table may have a column of that name. OFFSET 0 keeps the planner from computing an image
-- once for every use of it.
create function app.image_source(p_target app.audited_table, p_rows text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format('(select %s as compared, %s as image%s offset 0)',
    case
      when (p_target).ignored_columns <> '{}' then format('(to_jsonb(%s) - %L::text[])::text', whole_row, (p_target).ignored_columns)
      when (p_target).level = 'statement' then whole_row || '::record'
      else whole_row
    end,
    app.image_expression(p_target, whole_row),
    case when (p_target).level = 'statement' then format(' from %I specql_row', p_rows) end)
  from (select case when (p_target).level = 'statement' then 'specql_row.*' else p_rows end as whole_row) r);
revoke all on function app.image_source(app.audited_table, text) from public;
comment on function app.image_source(app.audited_table, text) is 'Internal: SQL of the images of one side of a change.';
