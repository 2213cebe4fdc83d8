-- app.render_sql(p_template text, p_values jsonb) returns text
-- Fills the named holes of a template for generated SQL. Internal. It runs when a table is enabled, never for a row.
--   p_template  SQL with holes: {name} takes SQL as it is, {name:I} an identifier and {name:L} a literal, both quoted
--               as format() does. A name has lower-case letters and underscores only, so '{}' and '{a,b}' are no holes
--   p_values    a value for each name: {"name": "value", ...}
-- Values are inserted and never searched for holes: they may hold names and texts of the user. The blank space around
-- the template is dropped. A line that comes out blank because the values of its holes are empty is left out.
-- Errors: 22023 for a hole whose value is missing or null, and for a value without a hole.
create function app.render_sql(p_template text, p_values jsonb) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  c_hole constant text := '[{]([a-z_]+)(:[IL])?[}]';
  v_lines text[] := '{}';
  v_used text[] := '{}';
  v_line text;
  v_texts text[]; -- of the line, before, between and after its holes
  v_hole text[];
  v_value text;
  v_filled text;
  v_unused text;
begin
  foreach v_line in array string_to_array(btrim(p_template, E' \n'), E'\n') loop
    if v_lines = '{}' then
      v_line := ltrim(v_line, ' ');
    end if;
    if strpos(v_line, '{') = 0 or v_line !~ c_hole then
      v_lines := v_lines || v_line;
      continue;
    end if;
    v_texts := regexp_split_to_array(v_line, c_hole);
    v_filled := v_texts[1];
    for v_hole in select regexp_matches(v_line, c_hole, 'g') loop
      v_value := p_values ->> v_hole[1];
      if v_value is null then
        raise exception using
          errcode = 'invalid_parameter_value',
          message = format('hole {%s} has no value', v_hole[1]),
          detail = format('It is in the line: %s', v_line),
          hint = 'Add the value to p_values. It may be empty and not null.';
      end if;
      v_texts := v_texts[2:];
      v_filled := v_filled || case v_hole[2]
        when ':I' then quote_ident(v_value)
        when ':L' then quote_literal(v_value)
        else v_value end || v_texts[1];
      v_used := v_used || v_hole[1];
    end loop;
    if v_filled ~ '[^ ]' then
      v_lines := v_lines || v_filled;
    end if;
  end loop;
  v_unused := (select string_agg(name, ', ') from jsonb_object_keys(p_values) name where name <> all (v_used));
  if v_unused is not null then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('no hole for the value of %s', v_unused),
      detail = format('The template is: %s', p_template),
      hint = 'Take the value out of p_values, or add its hole to the template.';
  end if;
  return array_to_string(v_lines, E'\n');
end
$function$;
