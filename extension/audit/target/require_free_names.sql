-- app.is_registered(p_target app.audited_table) returns boolean
-- Whether the table is registered under this entity name already: it cannot choose another one then. Internal.
create function app.is_registered(p_target app.audited_table) returns boolean
language sql stable
return exists (
  select from app.audited_table t where t.entity = (p_target).entity and t.relation = (p_target).relation);

-- app.require_free_names(p_target app.audited_table) returns void
-- Refuses an entity whose names are taken by objects that auditing did not make. Internal.
-- Errors: those of app.refuse_taken_name.
create function app.require_free_names(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.refuse_taken_name(p_target, o.kind, o.name)
  from (select * from app.existing_objects(p_target) o where not o.ours order by o.kind, o.name limit 1) o;
end
$function$;

-- app.refuse_taken_name(p_target app.audited_table, p_kind text, p_name text) returns void
-- Refuses an entity because of an object that auditing did not make. Internal.
-- Errors: 42710 naming the object.
create function app.refuse_taken_name(p_target app.audited_table, p_kind text, p_name text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'duplicate_object',
    message = format('%s %s exists and was not made by auditing', p_kind, p_name),
    detail = format('Entity %s needs the name for an object of its own.', (p_target).entity),
    hint = case
      when app.is_registered(p_target) then format('Rename or drop the %s.', p_kind)
      else format('Rename or drop the %s, or choose another entity name with p_entity.', p_kind) end;
end
$function$;
