-- app.parse_context_jsonb(p_setting text, p_value text, p_type text, p_example text) returns jsonb
-- Reads the value of a setting as JSON of a type, or raises 22P02 naming the setting. Internal.
-- Called only when the setting has a value.
--   p_type     object or array
--   p_example  a valid value, for the hint
-- Not parallel safe, like every function that catches errors: before PostgreSQL 17 a parallel worker cannot start the
-- subtransaction.
create function app.parse_context_jsonb(p_setting text, p_value text, p_type text, p_example text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_document jsonb;
begin
  begin
    v_document := p_value::jsonb;
  exception when data_exception or program_limit_exceeded then
    v_document := null;
  end;
  if jsonb_typeof(v_document) is distinct from p_type then
    perform app.refuse_setting(p_setting, p_value, 'a JSON ' || p_type, p_example);
  end if;
  return v_document;
end
$function$;

-- app.context_jsonb(p_setting text) returns jsonb
-- Reads a setting of the mutation context as a JSON object; null when it is unset or empty. Internal.
--   p_setting  name of the setting, for example app.cascade_data
-- Errors: 22P02 when the setting is not a JSON object, naming the setting.
create function app.context_jsonb(p_setting text) returns jsonb
language sql stable
return case
  when app.context_text(p_setting) is not null then
    app.parse_context_jsonb(p_setting, app.context_text(p_setting), 'object', '{"updated": [], "deleted": []}')
end;
