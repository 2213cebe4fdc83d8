-- app.json_image(p_json text) returns jsonb
-- A value of type json as jsonb; its text when jsonb refuses it (\u0000, a number out of range, too deep). Internal.
-- No statement of an application fails because of what it stores in a json column.
create function app.json_image(p_json text) returns jsonb
language plpgsql immutable strict
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Short values without an escape or a long exponent are never refused, and need no subtransaction. The body is read
  -- in the session's mode: with standard_conforming_strings off a plain literal loses its backslashes.
  if octet_length(p_json) < 4096 and p_json !~ E'\\\\u|[0-9.][eE][+-]?[0-9]{3}' then
    return p_json::jsonb;
  end if;
  begin
    return p_json::jsonb;
  exception
    when data_exception or program_limit_exceeded then return to_jsonb(p_json);
  end;
end
$function$;

-- app.json_list_image(p_list text) returns jsonb
-- An array of json as jsonb; a list of the texts of its elements when jsonb refuses one of them. Internal.
--   p_list  the array in its text form
create function app.json_list_image(p_list text) returns jsonb
language plpgsql stable strict
set search_path = pg_catalog, pg_temp
as $function$
begin
  return to_jsonb(p_list::json[]);
exception
  when data_exception or program_limit_exceeded then return to_jsonb(p_list::text[]);
end
$function$;
