-- app.audit_image(p_target app.audited_table, p_side text) returns text
-- SQL for the image of a row before or after the change in audit row a; null when the row did not exist. Internal.
-- In the embedded form, new_values has additional keys, and stand-ins where there is no image.
--   p_side  before or after
create function app.audit_image(p_target app.audited_table, p_side text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case
  when (p_target).storage = 'columns' and p_side = 'before' then 'a.old_values'
  when (p_target).storage = 'columns' then 'a.new_values'
  when p_side = 'before' then $$case when a.operation_type in ('UPDATE', 'DELETE') then a.old_values end$$
  else $$case when a.operation_type in ('INSERT', 'UPDATE') then a.new_values - '{_cascade,_mutation}'::text[] end$$
end;

-- app.compared_image(p_target app.audited_table, p_image text) returns text
-- SQL of an image without the ignored columns, whose changes leave no audit rows. Internal.
--   p_image  SQL of the image
create function app.compared_image(p_target app.audited_table, p_image text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return p_image || case when (p_target).ignored_columns <> '{}' then
  format(' - %L::text[]', (p_target).ignored_columns) else '' end;
