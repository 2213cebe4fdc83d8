-- app.require_columns(p_relation regclass, p_parameter text, p_columns name[]) returns void
-- Refuses column names the table does not have, and a list of lists. Internal.
-- Errors: 22023 naming the parameter; 42703 naming the parameter and the columns there are.
create function app.require_columns(p_relation regclass, p_parameter text, p_columns name[]) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_all name[] := (select array_agg(attname order by attnum) from pg_attribute
    where attrelid = p_relation and attnum > 0 and not attisdropped);
  v_column name;
begin
  if array_ndims(p_columns) > 1 then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('%s is an array of more than one dimension', p_parameter),
      detail = format('It is %L.', p_columns),
      hint = format('Pass a plain list: %s => %L.', p_parameter, array(select distinct c from unnest(p_columns) c));
  end if;
  foreach v_column in array coalesce(p_columns, '{}') loop
    if v_column is null or v_column <> all (v_all) then
      raise exception using
        errcode = 'undefined_column',
        message = format('%s names a column that %s does not have: %s',
          p_parameter, p_relation, coalesce(quote_ident(v_column), 'null')),
        hint = format('Its columns are %s.', array_to_string(v_all, ', '));
    end if;
  end loop;
end
$function$;
