-- app.complete_audit_table(p_table regclass, p_id_type text) returns void
-- Adds the columns and defaults that an older audit table lacks, and drops the constraints that would refuse an audit
-- row. Internal. These are NOT NULL and checks on operation_type. Columns are added without a default first: the
-- existing rows do not say who wrote them. ALTER TABLE stops the table's readers, so it is used only for what differs.
create function app.complete_audit_table(p_table regclass, p_id_type text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_column record;
begin
  for v_column in
    select
      c.*,
      a.attname is not null as present,
      a.attnotnull and c.name not in ('operation_type', 'changed_at', 'audit_id') as required,
      c.definition is not null
        and lower(pg_get_expr(d.adbin, d.adrelid)) is distinct from c.definition as default_differs
    from (
      select * from app.audit_columns(p_id_type)
      union all
      select 'audit_id', 'uuid', 'app.uuidv7()') c
    left join pg_attribute a on a.attrelid = p_table and a.attname = c.name and not a.attisdropped
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
  loop
    if not v_column.present then
      execute format('alter table %s add column %I %s', p_table, v_column.name, v_column.type);
    elsif v_column.required then
      execute format('alter table %s alter column %I drop not null', p_table, v_column.name);
    end if;
    if v_column.default_differs then
      execute format('alter table %s alter column %I set default %s', p_table, v_column.name, v_column.definition);
    end if;
  end loop;
  perform app.drop_operation_checks(p_table);
end
$function$;
