-- app.require_audit_table(p_table regclass, p_storage text, p_id_type text) returns void
-- Refuses a table that has the name of an audit table and cannot serve as one. Internal.
--   p_id_type  the type entity_id must have
-- Errors: 42P07 when it is no audit table at all; 42804 when a column has another type than it must have; 55000 when a
--   column of its own would refuse the rows the triggers write.
create function app.require_audit_table(p_table regclass, p_storage text, p_id_type text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_embedded boolean := p_storage = 'embedded';
  v_missing text := (
    select string_agg(needed, ', ')
    from unnest(
      array['audit_id', 'entity_id', 'operation_type', 'new_values']
      || case when v_embedded then array['old_values', 'changed_at', 'transaction_id'] end) needed
    where not app.has_columns(p_table, array[needed::name]));
  v_column record;
begin
  if v_missing is not null or (select relkind not in ('r', 'p') from pg_class where oid = p_table) then
    raise exception using
      errcode = 'duplicate_table',
      message = format('%s exists and is no audit table', p_table),
      detail = coalesce(format('It lacks %s.', v_missing), 'It is no table.'),
      hint = 'Rename it, or choose another entity name with p_entity.';
  end if;
  for v_column in
    select a.attname as name, format_type(a.atttypid, -1) as actual, c.type as needed,
      a.attnotnull and not a.atthasdef and a.attidentity = '' as required
    from pg_attribute a
    left join (
      select 'audit_id'::name as name, 'uuid' as type
      union all
      select name, type from app.audit_columns(p_id_type)) c on c.name = a.attname
    where a.attrelid = p_table and a.attnum > 0 and not a.attisdropped
  loop
    if v_column.actual <> v_column.needed
      and not (v_embedded and v_column.name = 'entity_id' and v_column.actual = 'text')
    then
      raise exception using
        errcode = 'datatype_mismatch',
        message = format('column %I of %s is %s and must be %s',
          v_column.name, p_table, v_column.actual, v_column.needed),
        hint = 'Convert the column, or choose another entity name with p_entity.';
    elsif v_column.needed is null and v_column.required then
      raise exception using
        errcode = 'object_not_in_prerequisite_state',
        message = format('column %I of %s is NOT NULL and auditing has no value for it', v_column.name, p_table),
        hint = 'Give it a default or drop its NOT NULL, or choose another entity name with p_entity.';
    end if;
  end loop;
end
$function$;
