-- The settings that hold the state of a running mutation. Any session can set them, so each value is validated.

-- app.mutation_depth() returns integer
-- The nesting depth of the running mutation; 0 when none is running. Internal.
-- Errors: 22P02 when app.mutation_depth is not a number of at most nine digits, naming the setting.
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
-- The invalidations that nested mutations requested so far; an empty array for none. Internal.
-- Errors: 22P02 when app.mutation_invalidations is not a JSON array, naming the setting.
create function app.mutation_invalidations() returns jsonb
language sql stable
return case
  when app.context_text('app.mutation_invalidations') is null then '[]'::jsonb
  else app.parse_context_jsonb(
    'app.mutation_invalidations', app.context_text('app.mutation_invalidations'), 'array', '[{"queryName": "posts"}]')
end;
