-- app.is_too_long(p_value text) returns boolean
-- Whether a text is too long for what is compared, indexed or sorted: consumers index the key of an event that failed.
-- Internal, and inlinable.
create function app.is_too_long(p_value text) returns boolean
language sql immutable parallel safe
return octet_length(p_value) > 512;

-- app.refuse_length(p_name text, p_value text) returns void
-- Raises 22001 for a text that is too long, naming the parameter as app.refuse_value does. Internal.
create function app.refuse_length(p_name text, p_value text) returns void
language plpgsql immutable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'string_data_right_truncation',
    message = format('%s is too long', p_name),
    detail = format('It has %s bytes, and begins with %L.', octet_length(p_value), left(p_value, 100)),
    hint = 'Pass up to 512 bytes, for example a hash of the text.';
end
$function$;

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
