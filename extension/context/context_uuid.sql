-- app.parse_context_uuid(p_setting text, p_value text) returns uuid
-- Reads the value of a setting as a uuid, or raises 22P02 naming the setting. Internal.
-- Called only when the setting has a value.
create function app.parse_context_uuid(p_setting text, p_value text) returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_value !~* '^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$' then
    perform app.refuse_setting(p_setting, p_value, 'a uuid', '00000000-0000-0000-0000-000000000000');
  end if;
  return p_value::uuid;
end
$function$;

-- app.context_uuid(p_setting text) returns uuid
-- A setting of the mutation context as a uuid; null when it is unset or empty.
--   p_setting  name of the setting, for example app.tenant_id
-- Errors: 22P02 when the setting is not a uuid, naming the setting.
-- The usual spelling is recognized inline. Other spellings need a function call and a regular expression.
create function app.context_uuid(p_setting text) returns uuid
language sql stable parallel safe
return case
  when current_setting(p_setting, true) like '________-____-____-____-____________'
    and translate(current_setting(p_setting, true), '0123456789abcdefABCDEF', '') = '----'
    then current_setting(p_setting, true)::uuid
  when app.context_text(p_setting) is not null then app.parse_context_uuid(p_setting, app.context_text(p_setting))
end;
