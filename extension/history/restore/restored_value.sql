-- app.restored_json(p_image jsonb) returns json
-- A value of type json from an image. Internal. A text is the value itself when jsonb refuses it, see app.json_image.
create function app.restored_json(p_image jsonb) returns json
language plpgsql immutable strict
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_text text := p_image #>> '{}';
begin
  if jsonb_typeof(p_image) <> 'string' then
    return nullif(p_image, 'null')::json;
  end if;
  begin
    perform v_text::jsonb;
  exception
    when data_exception or program_limit_exceeded then
      begin
        return v_text::json;
      exception
        when data_exception then null;
      end;
  end;
  return p_image::json;
end
$function$;

-- app.restored_value(p_target app.audited_table, p_column name) returns text
-- SQL of a column's value before the changes c, whose image is the record r. Internal. A value that the image has as
-- text is read by the type's input function, as jsonb_to_record does it.
create function app.restored_value(p_target app.audited_table, p_column name) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case app.column_kind(p_target, p_column)
  when 'json' then format('app.restored_json(c.before -> %L)', p_column)
  else format('r.%I', p_column) end;
