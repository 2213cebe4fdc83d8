-- app.get_entity_as_of(p_table regclass, p_entity_id text, p_at timestamptz default 'infinity') returns jsonb
-- The image of one row of a table at a time; null when the row did not exist. See app.get_table_as_of.
--   p_table      an audited table with a key
--   p_entity_id  its id as in entity_id of the audit rows; a composite key as JSON: {"order_id": 1, "line": 2}
--   p_at         a time; default: everything that was recorded
-- Errors: those of app.get_table_as_of; 22023 when the table has no unique key; 22P02 when p_entity_id is not of the
--   key's type.
create function app.get_entity_as_of(
  p_table regclass, p_entity_id text, p_at timestamptz default 'infinity'
) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_id_type text;
  v_image jsonb;
begin
  perform app.require_value('p_entity_id', p_entity_id), app.require_value('p_at', p_at::text);
  if not app.replays_by_key(v_target) then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('%s has no unique key to find a row by', p_table),
      hint = 'Look among the rows of app.get_table_as_of.';
  end if;
  perform app.require_replayable(v_target, p_at);
  select format_type(atttypid, -1) into v_id_type from pg_attribute
  where attrelid = app.audit_table_of(v_target.entity) and attname = 'entity_id';
  execute app.images_by_key(v_target, format('a.entity_id = $2::%s', v_id_type)) into v_image using p_at, p_entity_id;
  return v_image;
end
$function$;
