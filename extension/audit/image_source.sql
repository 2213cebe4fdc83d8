-- app.image_source(p_target app.audited_table, p_rows text) returns text
-- A FROM item with the columns row_value and image for the rows of one side of a change. Internal.
--   p_rows  old_rows or new_rows (transition tables), old or new (row triggers)
-- OFFSET 0 keeps the planner from computing an image once for every use of it.
create function app.image_source(p_target app.audited_table, p_rows text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format('(select %1$s as row_value, %2$s as image%3$s offset 0)', row_value, image,
    case when (p_target).level = 'statement' then format(' from %I specql_row', p_rows) end)
  from (select case when (p_target).level = 'statement' then 'specql_row' else p_rows end as row_value) r
  cross join lateral (
    select format('to_jsonb(%s)', r.row_value)
      || case when (p_target).excluded_columns <> '{}' then format(' - %L::text[]', (p_target).excluded_columns) else '' end
      || case when (p_target).redacted_columns <> '{}' then
        format(' || %L::jsonb', (select jsonb_object_agg(c, '***') from unnest((p_target).redacted_columns) c)) else '' end as image) i);
revoke all on function app.image_source(app.audited_table, text) from public;
comment on function app.image_source(app.audited_table, text) is 'Internal: SQL of the images of one side of a change.';
