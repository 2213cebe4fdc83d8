-- app.refuse_setting(p_setting text, p_value text, p_expected text, p_example text) returns void
-- Raises 22P02 for a setting of the context that cannot be read, naming the setting. Internal.
create function app.refuse_setting(p_setting text, p_value text, p_expected text, p_example text) returns void
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'invalid_text_representation',
    message = format('setting %s is not %s', p_setting, p_expected),
    detail = format('Its value is %L.', left(p_value, 100)),
    hint = format('Set it to %s, or to an empty string for none: select set_config(%L, %L, true).',
      p_expected, p_setting, p_example);
end
$function$;
