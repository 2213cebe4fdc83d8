-- app.known_rows(p_target app.audited_table, p_condition text) returns text
-- SQL of the images of the rows there were at $1, by key: what the last change of each entity left behind. Internal.
--   p_condition  SQL that chooses among the audit rows a
create function app.known_rows(p_target app.audited_table, p_condition text default 'true') returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$select image from (
      select distinct on (a.entity_id) %s as image from %s and %s
      order by a.entity_id, a.changed_at desc, a.audit_id desc) known
    where image is not null$$,
    app.audit_image(p_target, 'after'), app.replayed_rows(p_target), p_condition));
