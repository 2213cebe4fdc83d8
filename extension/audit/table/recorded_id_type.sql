-- app.recorded_id_type(p_history regclass) returns text
-- The type of entity_id in an audit table. Internal.
create function app.recorded_id_type(p_history regclass) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (select format_type(atttypid, -1) from pg_attribute where attrelid = p_history and attname = 'entity_id');
