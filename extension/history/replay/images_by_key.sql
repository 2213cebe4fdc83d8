-- app.images_by_key(p_target app.audited_table, p_condition text, p_columns text) returns text
-- SQL for the images of the rows at time $1, each from the last change of its entity. Internal.
--   p_condition  SQL condition on the audit rows a
--   p_columns    the columns of the result: image, entity_id
create function app.images_by_key(
  p_target app.audited_table, p_condition text default 'true', p_columns text default 'image'
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$select %s from (
      select distinct on (a.entity_id) a.entity_id, %s as image from %s and %s
      order by a.entity_id, a.changed_at desc, a.audit_id desc) known
    where image is not null$$,
    p_columns, app.audit_image(p_target, 'after'), app.replayed_rows(p_target), p_condition));
