-- app.settle_entity_id(p_target app.audited_table, p_table regclass) returns text
-- The type entity_id has in an audit table: that of the key. Where the key got another type since the table was first audited, the column
-- is converted to one that holds the ids of both: the wider number, else text. Internal.
--   p_table  an existing audit table
-- Errors: 42804 when the audit rows hold ids of one column and the key now has several or none, or the reverse.
create function app.settle_entity_id(p_target app.audited_table, p_table regclass) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_wanted text := app.entity_id_type((p_target).relation, (p_target).key_columns);
  v_actual text := (select format_type(atttypid, -1) from pg_attribute where attrelid = p_table and attname = 'entity_id');
  v_numbers text[] := '{smallint,integer,bigint,numeric}';
  v_holds_ids boolean;
begin
  -- An audit table that is not of this extension is completed as it is, or refused.
  if v_actual = v_wanted or not exists (select from app.audited_table where entity = (p_target).entity) then
    return v_wanted;
  end if;
  execute format('select exists (select from %s where entity_id is not null)', p_table) into v_holds_ids;
  if v_holds_ids and 'jsonb' in (v_actual, v_wanted) then
    raise exception using
      errcode = 'datatype_mismatch',
      message = format('the key of %s is now %s, but its history knows rows by another', (p_target).relation,
        coalesce(nullif(array_to_string((p_target).key_columns, ', '), ''), 'none')),
      detail = format('entity_id of %s is %s and would have to be %s.', p_table, v_actual, v_wanted),
      hint = 'Pass the former key as p_key_columns, or call app.disable_audit_cascade with p_drop_history => true first, if the history may go.';
  elsif v_holds_ids and array[v_actual, v_wanted] <@ v_numbers then
    v_wanted := v_numbers[greatest(array_position(v_numbers, v_actual), array_position(v_numbers, v_wanted))];
  elsif v_holds_ids then
    v_wanted := 'text';
  end if;
  if v_wanted <> v_actual then
    perform app.drop_readers(p_target);
    execute format('alter table %s alter column entity_id type %s using entity_id::text::%2$s', p_table, v_wanted);
  end if;
  return v_wanted;
end
$function$;
revoke all on function app.settle_entity_id(app.audited_table, regclass) from public;
comment on function app.settle_entity_id(app.audited_table, regclass) is 'Internal: the type entity_id has, converted when the key''s changed.';
