-- app.common_id_type(p_one text, p_other text) returns text
-- The type that holds ids of both types: the wider number, else text; null when only one of them is jsonb, the type for
-- several columns. Internal.
create function app.common_id_type(p_one text, p_other text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return case
  when p_one = p_other then p_one
  when 'jsonb' in (p_one, p_other) then null
  else coalesce(
    (select wide from unnest('{numeric,bigint,integer,smallint}'::text[]) with ordinality w (wide, position)
     where wide in (p_one, p_other) and array[p_one, p_other] <@ '{numeric,bigint,integer,smallint}'
     order by position limit 1),
    'text')
end;

-- app.reconcile_entity_id_type(p_target app.audited_table, p_table regclass) returns text
-- The type entity_id has in an audit table: that of the key. Where the key changed since the table was first audited,
-- the column is converted to a type that holds the ids of before and after. Internal.
--   p_table  an existing audit table
-- Errors: 42804 when the audit rows hold ids of one column and the key now has several, or the reverse.
create function app.reconcile_entity_id_type(p_target app.audited_table, p_table regclass) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_wanted text := app.entity_id_type((p_target).relation, (p_target).key_columns);
  v_actual text := app.recorded_id_type(p_table);
  v_holds_ids boolean;
begin
  -- An audit table that is not of this extension is completed as it is, or refused.
  if v_actual = v_wanted or not exists (select from app.audited_table where entity = (p_target).entity) then
    return v_wanted;
  end if;
  execute format('select exists (select from %s where entity_id is not null)', p_table) into v_holds_ids;
  -- Without a key, rows are found by their values, those that had a key once as well.
  if v_holds_ids and (p_target).key_columns <> '{}' then
    v_wanted := app.common_id_type(v_actual, v_wanted);
  end if;
  if v_wanted is null then
    raise exception using
      errcode = 'datatype_mismatch',
      message = format('the key of %s is now %s, but its history knows rows by another',
        (p_target).relation, array_to_string((p_target).key_columns, ', ')),
      hint = 'Pass the former key as p_key_columns, or call app.disable_audit_cascade with p_drop_history => true '
        'first, if the history may go.';
  end if;
  if v_wanted <> v_actual then
    perform app.drop_readers(p_target);
    execute format('alter table %s alter column entity_id type %s using %s',
      p_table, v_wanted,
      case v_wanted when 'jsonb' then 'to_jsonb(entity_id)' else 'entity_id::text::' || v_wanted end);
  end if;
  return v_wanted;
end
$function$;
