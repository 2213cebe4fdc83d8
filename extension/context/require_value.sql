-- app.require_value(p_parameter text, p_value text) returns void
-- Raises 22004, naming the parameter, when the value is null or empty. Internal.
-- unpinned: called for every event, and every name is qualified
create function app.require_value(p_parameter text, p_value text) returns void
language plpgsql immutable parallel safe
as $function$
begin
  if p_value is null or p_value operator(pg_catalog.=) '' then
    raise exception using
      errcode = 'null_value_not_allowed',
      message = pg_catalog.format('%s is missing', p_parameter),
      hint = pg_catalog.format('Pass a value for %s that is neither null nor empty.', p_parameter);
  end if;
end
$function$;
