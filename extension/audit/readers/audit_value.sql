-- app.audit_value(p_target app.audited_table, p_column text) returns text
-- SQL that reads a column of audit row a, wherever the storage form keeps it. Internal.
--   p_column  mutation_id, cascade_data, cascade_entities or cascade_source; or tenant_id, changed_by or
--             change_reason, null where an audit table of the embedded form has none
-- Called with the caller's own rights, readers' included.
create function app.audit_value(p_target app.audited_table, p_column text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when (p_target).storage = 'columns' then 'a.' || p_column
  when p_column in ('tenant_id', 'changed_by', 'change_reason') then
    case
      when exists (
        select from pg_attribute
        where attrelid = app.audit_table_of((p_target).entity) and attname = p_column
          and not attisdropped) then 'a.' || p_column
      when p_column = 'change_reason' then 'null::text'
      else 'null::uuid'
    end
  else case p_column
    when 'mutation_id' then $$(a.new_values -> '_mutation' ->> 'id')::uuid$$
    when 'cascade_source' then $$a.new_values -> '_mutation' ->> 'source'$$
    when 'cascade_data' then $$a.new_values -> '_cascade'$$
    when 'cascade_entities' then
      $$case when a.new_values ? '_cascade' then app.cascade_entities(a.new_values -> '_cascade') end$$
  end
end;
