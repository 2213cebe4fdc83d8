-- app.key_columns(p_relation regclass) returns name[]
-- The columns that identify a row: a uuid column id, else the primary key, else the narrowest unique index over columns
-- that are all NOT NULL; empty when there is none. Internal.
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
   where i.indrelid = p_relation and i.indisunique and i.indisvalid
     and i.indpred is null and i.indexprs is null and k.not_null
   order by i.indisprimary desc, i.indnkeyatts, i.indexrelid
   limit 1),
  '{}');

-- app.is_unique(p_relation regclass, p_columns name[]) returns boolean
-- Whether a unique index makes these columns tell rows apart at the end of every statement: a deferrable one may not,
-- and nulls do not. Internal.
create function app.is_unique(p_relation regclass, p_columns name[]) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (
  select from pg_index i
  where i.indrelid = p_relation and i.indisunique and i.indimmediate and i.indisvalid
    and i.indpred is null and i.indexprs is null
    and not exists (
      select from unnest(i.indkey[0:i.indnkeyatts - 1]) u (attnum)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = u.attnum
      where not a.attnotnull or a.attname <> all (p_columns)));

-- app.entity_id_type(p_relation regclass, p_key_columns name[]) returns text
-- The type of entity_id: that of a single key column when it is a uuid, a whole or decimal number or a text (of its
-- base type when it is a domain), text for other scalars, jsonb for a composite key, none, or a key column that is no
-- scalar. Internal. Named with typmod -1: plain character means a length of 1 and would cut ids short.
create function app.entity_id_type(p_relation regclass, p_key_columns name[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  with recursive type as (
    select t.* from pg_attribute a join pg_type t on t.oid = a.atttypid
    where cardinality(p_key_columns) = 1
      and a.attrelid = p_relation and a.attname = p_key_columns[1] and not a.attisdropped
    union all
    select base.* from type join pg_type base on base.oid = type.typbasetype where type.typtype = 'd')
  select coalesce(
    (select case
       when oid = any (array[
         'uuid', 'smallint', 'integer', 'bigint', 'numeric', 'text', 'varchar', 'bpchar']::regtype[])
         then format_type(oid, -1)
       when typtype = 'e' or (typtype = 'b' and typcategory <> 'A' and typname not in ('json', 'jsonb')) then 'text'
     end
     from type where typtype <> 'd'),
    'jsonb'));
