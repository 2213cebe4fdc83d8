-- app.types_within(p_types oid[]) returns setof oid
-- Types, and those that they are made of: of elements, domains, ranges and columns. Internal, and inlinable.
create function app.types_within(p_types oid[]) returns setof oid
language sql stable
begin atomic
  with recursive part (oid) as (
    select unnest(p_types)
    union
    select inner_type.oid
    from part
    join pg_type t on t.oid = part.oid
    cross join lateral (
      select t.typelem
      union all
      select t.typbasetype
      union all
      select r.rngsubtype from pg_range r where t.oid in (r.rngtypid, r.rngmultitypid)
      union all
      select a.atttypid from pg_attribute a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped
    ) inner_type (oid)
    where inner_type.oid <> 0)
  select part.oid from part;
end;
