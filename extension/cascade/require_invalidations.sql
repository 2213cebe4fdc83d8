-- app.require_invalidations(p_invalidations jsonb) returns jsonb
-- Requires usable invalidations and adds the defaults to them. Internal.
--   p_invalidations  array of {queryName, strategy?, scope?, ...}: strategy INVALIDATE (default), REFETCH or REMOVE;
--                    scope EXACT, PREFIX (default), PATTERN or ALL; further keys (arguments, reason, ...) are kept.
--                    Null for none.
-- Returns the array. Errors: 22023 naming the parameter and the invalid entry.
create function app.require_invalidations(p_invalidations jsonb) returns jsonb
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entry jsonb;
  v_checked jsonb := '[]';
begin
  if p_invalidations is null then
    return '[]';
  end if;
  if jsonb_typeof(p_invalidations) <> 'array' then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_invalidations is not an array',
      detail = format('It is of type %s.', jsonb_typeof(p_invalidations)),
      hint = 'Pass an array of objects, for example '
        '[{"queryName": "posts", "strategy": "INVALIDATE", "scope": "PREFIX"}].';
  end if;
  for v_entry in select e from jsonb_array_elements(p_invalidations) e loop
    if jsonb_typeof(v_entry) <> 'object'
      or jsonb_typeof(v_entry -> 'queryName') is distinct from 'string'
      or coalesce(v_entry ->> 'strategy', 'INVALIDATE') not in ('INVALIDATE', 'REFETCH', 'REMOVE')
      or coalesce(v_entry ->> 'scope', 'PREFIX') not in ('EXACT', 'PREFIX', 'PATTERN', 'ALL')
    then
      raise exception using
        errcode = 'invalid_parameter_value',
        message = 'p_invalidations has an entry that cannot be used',
        detail = format('The entry is %s.', left(v_entry::text, 100)),
        hint = 'An entry has a queryName, a strategy (INVALIDATE, REFETCH, REMOVE) '
          'and a scope (EXACT, PREFIX, PATTERN, ALL).';
    end if;
    v_checked := v_checked || jsonb_build_array(v_entry || jsonb_build_object(
      'strategy', coalesce(v_entry ->> 'strategy', 'INVALIDATE'), 'scope', coalesce(v_entry ->> 'scope', 'PREFIX')));
  end loop;
  return v_checked;
end
$function$;
