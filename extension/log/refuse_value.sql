-- app.refuse_value(p_name text, p_value text, p_hint text) returns void
-- Raises 22004 for a missing value and 22023 for one that cannot be used, naming the parameter. Internal.
--   p_name  as the caller knows it: p_event_type, or p_events[3].event_type in a batch, counted from 0
create function app.refuse_value(p_name text, p_value text, p_hint text) returns void
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_value is null then
    raise exception using errcode = 'null_value_not_allowed', message = format('%s is missing', p_name), hint = p_hint;
  end if;
  raise exception using
    errcode = 'invalid_parameter_value',
    message = format('%s cannot be used', p_name),
    detail = format('Its value is %L.', left(p_value, 100)),
    hint = p_hint;
end
$function$;
