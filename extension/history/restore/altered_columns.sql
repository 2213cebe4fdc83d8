-- What was altered since a change, as the catalogue's own row versions tell. A value of an image then may mean
-- something else, or nothing: ALTER COLUMN ... TYPE ... USING and a renamed label of an enum leave the audit rows as
-- they were.

-- app.is_since(p_xmin xid, p_created xid, p_transaction_id bigint) returns boolean
-- Whether a row of the catalogue was written again after a transaction of the audit rows. Internal.
--   p_xmin     the transaction that wrote it
--   p_created  the transaction that made what it belongs to: in a restored database everything is as new as that
-- Transactions of another cluster, whose ids are higher, count as earlier.
create function app.is_since(p_xmin xid, p_created xid, p_transaction_id bigint) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select p_xmin::text <> p_created::text
    and (full_xmin > p_transaction_id or full_created > p_transaction_id or p_transaction_id > next)
  from (
    select next,
      xmin + ((next - xmin + 2147483648) / 4294967296) * 4294967296 as full_xmin,
      created + ((next - created + 2147483648) / 4294967296) * 4294967296 as full_created
    from (
      select p_xmin::text::bigint as xmin, p_created::text::bigint as created,
        pg_snapshot_xmax(pg_current_snapshot())::text::bigint as next) x) f);

-- app.altered_columns(p_relation regclass, p_transaction_id bigint) returns name[]
-- The columns of a table that may have got another type since a transaction. Internal. A USING that changes values
-- writes the table anew: one whose storage is as it was made has none.
create function app.altered_columns(p_relation regclass, p_transaction_id bigint) returns name[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select a.attname
  from pg_attribute a
  join pg_attribute made on made.attrelid = a.attrelid and made.attnum = -1
  where a.attrelid = p_relation and a.attnum > 0 and not a.attisdropped
    and app.is_since(a.xmin, made.xmin, p_transaction_id)
    and exists (
      select from pg_class c
      where (c.oid = p_relation and c.relkind = 'r'
          or c.oid in (select p.relid from pg_partition_tree(p_relation) p where p.isleaf))
        and c.relfilenode <> c.oid));

-- app.altered_labels(p_type oid, p_transaction_id bigint) returns text[]
-- The labels of an enum, or of those in a type, that were added or got their name since a transaction. Internal.
create function app.altered_labels(p_type oid, p_transaction_id bigint) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select array_agg(e.enumlabel::text)
  from app.types_within(array[p_type]) part (oid)
  join pg_enum e on e.enumtypid = part.oid
  cross join lateral (
    select o.xmin from pg_enum o where o.enumtypid = part.oid order by age(o.xmin) desc limit 1) oldest (xmin)
  where app.is_since(e.xmin, oldest.xmin, p_transaction_id));
