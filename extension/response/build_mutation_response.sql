-- app.build_mutation_response(p_success boolean, p_code text, p_message text, p_data jsonb default null) returns jsonb
-- The flat response of a mutation: {success, code, message} and the keys of the data, in snake_case.
--   p_success  whether the mutation succeeded
--   p_code     for programs, for example SUCCESS or NOT_FOUND
--   p_message  for people; may be null
--   p_data     object whose keys are added to the response; its keys success, code and message are overwritten
-- Errors: 22004 without p_success or p_code; 22023 when p_data is not an object.
create function app.build_mutation_response(
  p_success boolean, p_code text, p_message text, p_data jsonb default null
) returns jsonb
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_success is null or p_code is null then
    raise exception using
      errcode = 'null_value_not_allowed',
      message = format('%s is missing', case when p_success is null then 'p_success' else 'p_code' end),
      hint = 'A response always says whether the mutation succeeded and with which code.';
  end if;
  if jsonb_typeof(p_data) <> 'object' then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_data is not an object',
      detail = format('It is of type %s.', jsonb_typeof(p_data)),
      hint = 'Give it a name: jsonb_build_object(''orders'', data).';
  end if;
  return coalesce(p_data, '{}') || jsonb_build_object('success', p_success, 'code', p_code, 'message', p_message);
end
$function$;
