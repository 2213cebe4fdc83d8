-- app.image_source(p_target app.audited_table, p_rows text) returns text
-- A FROM item with the columns compared and image for the rows of one side of a change. Internal.
--   p_rows  old_rows or new_rows (transition tables), old or new (row triggers)
-- compared is the row itself, or its text without the ignored columns: as it was before redaction, and digit by digit (1.0 is not 1.00).
-- Virtual generated columns are left out, as triggers see no value in them; they follow from the others.
-- The alias is written with .* since the table may have a column of that name. OFFSET 0 keeps the planner from computing an image once for every use of it.
create function app.image_source(p_target app.audited_table, p_rows text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format('(select %s as compared, to_jsonb(%s)%s%s as image%s offset 0)',
    case
      when (p_target).ignored_columns <> '{}' then format('(to_jsonb(%s) - %L::text[])::text', r.whole_row, (p_target).ignored_columns)
      when (p_target).level = 'statement' then 'specql_row.*::record'
      else p_rows
    end,
    r.whole_row,
    case when r.hidden <> '{}' then format(' - %L::text[]', r.hidden) end,
    case when (p_target).redacted_columns <> '{}' then
      format(' || %L::jsonb', (select jsonb_object_agg(c, '***') from unnest((p_target).redacted_columns) c)) end,
    case when (p_target).level = 'statement' then format(' from %I specql_row', p_rows) end)
  from (select
    case when (p_target).level = 'statement' then 'specql_row.*' else p_rows end as whole_row,
    (p_target).excluded_columns || array(
      select attname from pg_attribute
      where attrelid = (p_target).relation and attgenerated = 'v' and not attisdropped) as hidden) r);
revoke all on function app.image_source(app.audited_table, text) from public;
comment on function app.image_source(app.audited_table, text) is 'Internal: SQL of the images of one side of a change.';
