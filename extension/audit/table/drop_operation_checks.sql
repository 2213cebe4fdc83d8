-- app.drop_operation_checks(p_table regclass) returns void
-- Drops the checks an older audit table has on operation_type, which know no TRUNCATE. Internal.
create function app.drop_operation_checks(p_table regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_constraint name;
begin
  for v_constraint in
    select c.conname from pg_constraint c
    join pg_attribute a on a.attrelid = c.conrelid and a.attname = 'operation_type'
    where c.conrelid = p_table and c.contype = 'c' and c.conkey = array[a.attnum]
  loop
    execute format('alter table %s drop constraint %I', p_table, v_constraint);
  end loop;
end
$function$;
