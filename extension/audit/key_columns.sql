-- app.key_columns(p_relation regclass) returns name[]
-- The columns that identify a row: a uuid column id, else the primary key, else the narrowest unique index over columns that are
-- all NOT NULL; empty when there is none. Internal.
create function app.key_columns(p_relation regclass) returns name[]
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select array[attname] from pg_attribute
   where attrelid = p_relation and attname = 'id' and atttypid = 'uuid'::regtype and not attisdropped),
  (select k.columns
   from pg_index i
   cross join lateral (
     select array_agg(a.attname order by position) as columns, bool_and(a.attnotnull) as not_null
     from unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality u (attnum, position)
     join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum) k
   where i.indrelid = p_relation and i.indisunique and i.indisvalid and i.indpred is null and i.indexprs is null and k.not_null
   order by i.indisprimary desc, i.indnkeyatts, i.indexrelid
   limit 1),
  '{}');
revoke all on function app.key_columns(regclass) from public;
comment on function app.key_columns(regclass) is 'Internal: the columns that identify a row of a table.';

-- app.is_unique(p_relation regclass, p_columns name[]) returns boolean
-- Whether a unique index makes these columns tell rows apart at the end of every statement: a deferrable one may not, and nulls do not. Internal.
create function app.is_unique(p_relation regclass, p_columns name[]) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from pg_index i
  where i.indrelid = p_relation and i.indisunique and i.indimmediate and i.indisvalid and i.indpred is null and i.indexprs is null
    and not exists (
      select from unnest(i.indkey[0:i.indnkeyatts - 1]) u (attnum)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
      where not a.attnotnull or a.attname <> all (p_columns)));
revoke all on function app.is_unique(regclass, name[]) from public;
comment on function app.is_unique(regclass, name[]) is 'Internal: whether a unique index makes these columns tell rows apart.';

-- app.entity_id_type(p_relation regclass, p_key_columns name[]) returns text
-- The type of entity_id: that of a single key column (of its base type, an enum as text), jsonb for a composite key or none. Internal.
-- Named with typmod -1: plain character and bit mean a length of 1 and would cut ids short.
create function app.entity_id_type(p_relation regclass, p_key_columns name[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select case
     when base.typtype = 'e' then 'text'
     when base.typtype = 'b' and base.typcategory <> 'A' and base.oid not in ('json'::regtype, 'jsonb'::regtype) then format_type(base.oid, -1)
   end
   from pg_attribute a
   join pg_type t on t.oid = a.atttypid
   join pg_type base on base.oid = case when t.typtype = 'd' then t.typbasetype else t.oid end
   where cardinality(p_key_columns) = 1 and a.attrelid = p_relation and a.attname = p_key_columns[1] and not a.attisdropped),
  'jsonb');
revoke all on function app.entity_id_type(regclass, name[]) from public;
comment on function app.entity_id_type(regclass, name[]) is 'Internal: the type of entity_id for these key columns.';
