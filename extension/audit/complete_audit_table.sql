-- app.complete_audit_table(p_table regclass, p_id_type text) returns void
-- Adds the columns and defaults an older audit table lacks and takes off what would refuse a row (NOT NULL, checks on operation_type). Internal.
-- Columns are added without a default first: the rows there are say nothing about who wrote them.
create function app.complete_audit_table(p_table regclass, p_id_type text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_column record;
begin
  for v_column in
    select c.*, a.attnotnull, format_type(a.atttypid, -1) as actual
    from app.audit_columns(p_id_type) c
    left join pg_attribute a on a.attrelid = p_table and a.attname = c.name and not a.attisdropped
  loop
    if v_column.actual is null then
      execute format('alter table %s add column %I %s', p_table, v_column.name, v_column.type);
    elsif v_column.actual <> v_column.type then
      raise exception using
        errcode = 'datatype_mismatch',
        message = format('column %I of %s is %s and must be %s', v_column.name, p_table, v_column.actual, v_column.type),
        hint = 'Convert the column, keep the table as it is with p_storage => ''embedded'', or choose another entity name with p_entity.';
    elsif v_column.attnotnull then
      execute format('alter table %s alter column %I drop not null', p_table, v_column.name);
    end if;
    if v_column.definition is not null then
      execute format('alter table %s alter column %I set default %s', p_table, v_column.name, v_column.definition);
    end if;
  end loop;
  execute format('alter table %s alter column audit_id set default app.uuidv7()', p_table);
  perform app.drop_operation_checks(p_table);
end
$function$;
revoke all on function app.complete_audit_table(regclass, text) from public;
comment on function app.complete_audit_table(regclass, text) is 'Internal: adds what an older audit table lacks, keeping its rows.';
