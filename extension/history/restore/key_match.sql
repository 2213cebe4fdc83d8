-- app.record_columns(p_target app.audited_table, p_columns name[]) returns text
-- The columns of a table as a column definition list: of an image only what is needed is read, as a domain may refuse
-- the null of what is not there. Internal.
create function app.record_columns(p_target app.audited_table, p_columns name[]) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(format('%I %s', attname, format_type(atttypid, atttypmod)), ', ' order by attnum)
  from pg_attribute
  where attrelid = (p_target).relation and attnum > 0 and not attisdropped and attname = any (p_columns));

-- app.equality_of(p_type oid) returns text
-- SQL of the operator by which a unique index tells values of a type apart. Internal. That of a type of an extension is
-- in a schema that the search path does not have.
create function app.equality_of(p_type oid) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  with recursive type (oid) as (
    select p_type
    union all
    select t.typbasetype from type join pg_type t on t.oid = type.oid where t.typtype = 'd')
  select coalesce(
    (select format('operator(%I.%s)', n.nspname, o.oprname)
     from type
     join pg_opclass c on c.opcintype = type.oid and c.opcdefault
     join pg_am m on m.oid = c.opcmethod and m.amname = 'btree'
     join pg_amop a on a.amopfamily = c.opcfamily and a.amoplefttype = type.oid and a.amoprighttype = type.oid
       and a.amopstrategy = 3
     join pg_operator o on o.oid = a.amopopr
     join pg_namespace n on n.oid = o.oprnamespace
     where n.nspname <> 'pg_catalog'
     limit 1),
    '='));

-- app.key_match(p_target app.audited_table, p_left text, p_right text) returns text
-- SQL that compares the key columns of two rows of a table. Internal.
--   p_left, p_right  aliases of the rows
create function app.key_match(p_target app.audited_table, p_left text, p_right text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(
    format('%s.%I %s %s.%I', p_left, attname, app.equality_of(atttypid), p_right, attname), ' and ' order by attnum)
  from pg_attribute
  where attrelid = (p_target).relation and not attisdropped and attname = any ((p_target).key_columns));
