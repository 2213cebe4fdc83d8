-- app.cascade_entities(p_cascade jsonb) returns text[]
-- The type names in a cascade document, of updated and deleted entities, sorted and distinct. Internal.
create function app.cascade_entities(p_cascade jsonb) returns text[]
language sql immutable
set search_path = pg_catalog, pg_temp
return (
  select coalesce(array_agg(distinct e ->> '__typename' order by e ->> '__typename'), '{}')
  from unnest(array['updated', 'deleted']) k,
    jsonb_array_elements(case when jsonb_typeof(p_cascade -> k) = 'array' then p_cascade -> k else '[]' end) e
  where e ->> '__typename' is not null);
