-- app.get_entity_as_of(p_table regclass, p_entity_id text, p_at timestamptz default 'infinity') returns jsonb
-- The image of one row of a table at a time; null when the row did not exist. See app.get_table_as_of.
--   p_table      an audited table with a key
--   p_entity_id  its id, however its type may be spelled; a composite key as JSON: {"order_id": 1, "line": 2}
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
  v_id text;
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
  v_id_type := app.recorded_id_type(app.audit_table_of(v_target.entity));
  v_id := app.recorded_id(v_target, v_id_type, p_entity_id);
  execute app.images_by_key(v_target, format('a.entity_id = $2::%s', v_id_type)) into v_image using p_at, v_id;
  return v_image;
end
$function$;

-- app.recorded_id(p_target app.audited_table, p_id_type text, p_entity_id text) returns text
-- An id as audit rows have it, whatever its spelling: an upper-case uuid, 007 for 7. Internal. An id that is none of
-- the key's type stays as it is, as the key may have had another one.
--   p_id_type  the type of entity_id
-- Errors: 22P02 when the id of a composite key is no JSON.
create function app.recorded_id(p_target app.audited_table, p_id_type text, p_entity_id text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_composite boolean := p_id_type = 'jsonb' or cardinality(p_target.key_columns) > 1;
  v_object jsonb;
  v_key jsonb;
begin
  if v_composite then
    v_object := p_entity_id::jsonb;
  end if;
  begin
    v_key := app.key_of_values(p_target.entity, case
      when not v_composite then array[p_entity_id]
      else array(
        select v_object ->> k.name from unnest(p_target.key_columns) with ordinality k (name, position)
        order by k.position) end);
  exception when data_exception then
    v_key := null;
  end;
  return case
    when v_key is null or (v_composite and not v_object ?& p_target.key_columns::text[]) then p_entity_id
    when v_composite then v_key::text
    else v_key ->> p_target.key_columns[1] end;
end
$function$;
