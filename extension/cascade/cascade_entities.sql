-- app.is_list_of_objects(p_list jsonb) returns boolean
-- Whether a list of a cascade document can be listed; there may be none. Internal, and inlinable.
create function app.is_list_of_objects(p_list jsonb) returns boolean
language sql immutable parallel safe
return case coalesce(jsonb_typeof(p_list), 'null')
  when 'null' then true
  when 'array' then not p_list @? 'strict $[*] ? (@.type() != "object")'
  else false
end;

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
