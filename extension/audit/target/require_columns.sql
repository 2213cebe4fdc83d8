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

-- app.require_tenant_column(p_relation regclass, p_column name) returns void
-- Refuses to go on without the tenant column that an earlier call chose: rows would get another tenant. Internal.
--   p_column  null or empty when none was chosen
-- Errors: 42703 when the table no longer has it.
create function app.require_tenant_column(p_relation regclass, p_column name) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_column <> '' and not app.has_columns(p_relation, array[p_column]) then
    raise exception using
      errcode = 'undefined_column',
      message = format('%s no longer has its tenant column %I', p_relation, p_column),
      detail = 'Until it is enabled again, only roles that read every tenant read its new audit rows.',
      hint = app.tenant_column_hint(p_relation);
  end if;
end
$function$;

-- app.tenant_column_hint(p_relation regclass) returns text
-- How to enable a table whose tenant column is gone or no uuid. Internal. If one uuid column is no key, refers to no
-- other table and does not name an editor of the row, it probably is the tenant column: then the hint has it.
create function app.tenant_column_hint(p_relation regclass) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return format(
    'Run, with the uuid column that holds the tenant now, or with '''' to take the tenant from the context: '
      'select app.enable_audit_cascade(%L, p_tenant_column => %s).',
    p_relation,
    coalesce(
      (select quote_literal(min(a.attname)) from pg_attribute a
       where a.attrelid = p_relation and a.atttypid = 'uuid'::regtype and a.attnum > 0 and not a.attisdropped
         and a.attgenerated <> 'v' and a.attname <> all (app.key_columns(p_relation)) and a.attname not like '%_by'
         and not exists (
           select from pg_constraint c
           where c.conrelid = p_relation and c.contype in ('p', 'u', 'f') and c.conkey = array[a.attnum])
       having count(*) = 1),
      '''...'''));
end
$function$;
