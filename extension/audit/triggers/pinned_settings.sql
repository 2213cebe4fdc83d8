-- app.pinned_settings(p_target app.audited_table) returns text[]
-- The settings, as name=value, that the trigger function of a table has to pin: one value must have one image, whatever
-- a session displays it as, and a float keeps every digit. Each costs every statement half a microsecond, so columns of
-- the common types, whose JSON depends on the time zone at most, get no more than that. Internal.
create function app.pinned_settings(p_target app.audited_table) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return array['TimeZone=UTC'] || case when exists (
  select from app.covered_relations(p_target) r (relation)
  join pg_attribute a on a.attrelid = r.relation and a.attnum > 0 and not a.attisdropped
  join pg_type t on t.oid = a.atttypid
  join pg_type inner_type on inner_type.oid = coalesce(nullif(t.typelem, 0), nullif(t.typbasetype, 0), t.oid)
  where inner_type.typtype <> 'e' and inner_type.oid <> all (array[
    'boolean', 'smallint', 'integer', 'bigint', 'numeric', 'text', 'varchar', 'bpchar', 'name', 'uuid', 'json', 'jsonb',
    'date', 'time', 'timetz', 'timestamp', 'timestamptz', 'inet', 'cidr']::regtype[]))
  then array['DateStyle=ISO', 'IntervalStyle=postgres', 'extra_float_digits=1', 'bytea_output=hex'] else '{}' end;
