-- app.current_names(p_entity text, p_names text[], p_numbers smallint[]) returns text[]
-- The names that columns of an audited table had when they were hidden or redacted, and those they have now. Internal.
-- A renamed column stays hidden. Names come from the catalogue's cache, as the snapshot of the statement may be older.
create function app.current_names(p_entity text, p_names text[], p_numbers smallint[]) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return p_names || array(
  select a.object_names[3]
  from app.audited_table t
  cross join unnest(p_numbers) number
  cross join lateral pg_identify_object_as_address('pg_class'::regclass, t.relation, number) a
  where t.entity = p_entity and number > 0 and a.object_names[3] is not null);

-- app.column_numbers(p_relation regclass, p_names text[]) returns smallint[]
-- The numbers of columns, which stay theirs when they are renamed. Internal.
create function app.column_numbers(p_relation regclass, p_names text[]) returns smallint[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select attnum from pg_attribute
  where attrelid = p_relation and attname = any (p_names) and attnum > 0 and not attisdropped order by attnum);
