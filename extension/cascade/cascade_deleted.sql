-- app.cascade_deleted(p_typename text, p_id uuid) returns jsonb
-- An entry for the deleted list of a cascade that you build yourself: {__typename, id, operation: DELETED, deletedAt}.
--   p_typename  type name, for example Post
--   p_id        id of the entity
-- deletedAt is the current time, in ISO 8601. Errors: 22004 naming the missing parameter.
create function app.cascade_deleted(p_typename text, p_id uuid) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_value('p_typename', p_typename), app.require_value('p_id', p_id::text);
  return jsonb_build_object(
    '__typename', p_typename, 'id', p_id, 'operation', 'DELETED', 'deletedAt', clock_timestamp());
end
$function$;
