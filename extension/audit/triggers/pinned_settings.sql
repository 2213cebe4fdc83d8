-- app.pinned_settings(p_target app.audited_table) returns text[]
-- The settings, as name=value, that the trigger function of a table has to pin. Internal. Columns of the common types,
-- whose JSON depends on the time zone at most, get no more than that. Images of columns that come later are made by
-- queries, around which the trigger function pins what they need.
create function app.pinned_settings(p_target app.audited_table) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return array['TimeZone=UTC'] || app.image_settings(array(
  select a.atttypid
  from app.covered_relations(p_target) r (relation)
  join pg_attribute a on a.attrelid = r.relation and a.attnum > 0 and not a.attisdropped));
