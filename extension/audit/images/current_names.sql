-- app.current_names(p_entity text, p_relation oid, p_names text[], p_numbers smallint[], p_present text[])
--   returns text[]
-- The names that columns of an audited table had when they were hidden or redacted, and those they have now. Internal.
-- A renamed column stays hidden. Names come from the catalogue's cache, as the snapshot of the statement may be older.
-- A restored table has another oid, and other numbers if columns had been dropped before. There the names count; if one
-- of them is gone, its column is one of the first, and all of them are hidden that do not identify the row.
--   p_relation  the table when its trigger function was generated
--   p_numbers   the numbers that the columns had then
--   p_present   the columns of the rows
create function app.current_names(
  p_entity text, p_relation oid, p_names text[], p_numbers smallint[], p_present text[]
) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return p_names || array(
  select a.object_names[3]
  from app.audited_table t
  cross join generate_series(1, (select max(n) from unnest(p_numbers) n)) number
  cross join lateral pg_identify_object_as_address('pg_class'::regclass, t.relation, number) a
  where t.entity = p_entity and a.object_names[3] is not null
    and case
      when t.relation = p_relation then number = any (p_numbers)
      else not p_names <@ p_present
        and a.object_names[3] <> all (t.key_columns) and a.object_names[3] is distinct from t.tenant_column end);

-- app.column_numbers(p_relation regclass, p_names text[]) returns smallint[]
-- The numbers of columns, which stay theirs when they are renamed. Internal.
create function app.column_numbers(p_relation regclass, p_names text[]) returns smallint[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select attnum from pg_attribute
  where attrelid = p_relation and attname = any (p_names) and attnum > 0 and not attisdropped order by attnum);
