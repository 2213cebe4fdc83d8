-- app.require_value(p_parameter text, p_value text) returns void
-- Raises 22004, naming the parameter, when the value is null or empty. Internal.
create function app.require_value(p_parameter text, p_value text) returns void
language plpgsql immutable parallel safe
as $function$
begin
  if coalesce(p_value, '') = '' then
    raise exception using
      errcode = 'null_value_not_allowed',
      message = format('%s is missing', p_parameter),
      hint = format('Pass a value for %s that is neither null nor empty.', p_parameter);
  end if;
end
$function$;
