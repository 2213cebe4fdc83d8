-- The settings in which a running mutation keeps count of itself. Whoever runs SQL can set them, so each is read with
-- care.

-- app.mutation_depth() returns integer
-- How deep the running mutation is nested; 0 when none is running. Internal.
-- Errors: 22P02 when app.mutation_depth is no such number, naming it.
create function app.mutation_depth() returns integer
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_depth text := app.context_text('app.mutation_depth');
begin
  if v_depth !~ '^[0-9]{1,9}$' then
    perform app.refuse_setting('app.mutation_depth', v_depth, 'a count of nested mutations', '1');
  end if;
  return coalesce(v_depth::integer, 0);
end
$function$;

-- app.mutation_invalidations() returns jsonb
-- The invalidations that nested mutations asked for so far; an empty array for none. Internal.
-- Errors: 22P02 when app.mutation_invalidations is no JSON array, naming it.
create function app.mutation_invalidations() returns jsonb
language sql stable
return case
  when app.context_text('app.mutation_invalidations') is null then '[]'::jsonb
  else app.parse_context_jsonb(
    'app.mutation_invalidations', app.context_text('app.mutation_invalidations'), 'array', '[{"queryName": "posts"}]')
end;
