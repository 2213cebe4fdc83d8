-- app.embedded_cascade(p_mutation_id uuid, p_source text, p_cascade jsonb) returns jsonb
-- The keys that the embedded form adds to new_values. Internal. They are _cascade, the given cascade, and _mutation
-- {id, source}; null when there is neither.
create function app.embedded_cascade(p_mutation_id uuid, p_source text, p_cascade jsonb) returns jsonb
language sql immutable
set search_path = pg_catalog, pg_temp
return nullif(
  case when p_cascade is not null then jsonb_build_object('_cascade', p_cascade) else '{}' end
  || case
    when p_mutation_id is not null then
      jsonb_build_object('_mutation', jsonb_build_object('id', p_mutation_id, 'source', p_source))
    else '{}' end,
  '{}');
