-- How entities are named after tables, and the objects generated for an entity after it.

-- app.snake_case(p_name text) returns text
-- OrderLine, orderLine and order-line give order_line; what is no letter or digit becomes an underscore. Internal.
create function app.snake_case(p_name text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
return btrim(
  regexp_replace(
    lower(regexp_replace(p_name, '([a-z0-9])([A-Z])', E'\\1_\\2', 'g')),
    '[^a-z0-9]+', '_', 'g'),
  '_');

-- app.pascal_case(p_name text) returns text
-- order_line gives OrderLine. Internal.
create function app.pascal_case(p_name text) returns text
language sql immutable parallel safe
set search_path = pg_catalog, pg_temp
return (
  select string_agg(upper(left(part, 1)) || substr(part, 2), '' order by position)
  from unnest(string_to_array(p_name, '_')) with ordinality p (part, position));

-- app.entity_of(p_relation regclass, p_entity text) returns text
-- The entity name of a table: tb_post gives post; p_entity, when given, wins. Internal.
-- Errors: 22023 when the name cannot be used (empty, over 32 characters, a leading digit), naming p_entity as the mend.
create function app.entity_of(p_relation regclass, p_entity text) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table name := (select relname from pg_class where oid = p_relation);
  v_entity text := app.snake_case(regexp_replace(coalesce(p_entity, v_table), '^tb_', ''));
begin
  if v_entity !~ '^[a-z][a-z0-9_]{0,31}$' then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = case
        when p_entity is null then format('p_table %s gives no entity name', p_relation)
        else format('p_entity %L gives no entity name', p_entity) end,
      detail = 'An entity name has 1 to 32 letters, digits and underscores and starts with a letter: it becomes part '
        'of the names of its audit objects.',
      hint = format('Pass p_entity: select app.enable_audit_cascade(%L, p_entity => ''short_name'').', p_relation);
  end if;
  return v_entity;
end
$function$;

-- app.audit_table_name(p_entity text) returns text
-- The name of the audit table of an entity, in schema app. Internal. The functions here are kept inlinable (no SET).
create function app.audit_table_name(p_entity text) returns text
language sql immutable parallel safe
return 'audit_' || p_entity;

-- app.audit_table_of(p_entity text) returns regclass
-- The audit table of an entity; null when there is none. Internal.
create function app.audit_table_of(p_entity text) returns regclass
language sql stable parallel safe
return to_regclass(format('app.%I', app.audit_table_name(p_entity)));

-- app.trigger_function_name(p_entity text) returns text
-- The name of the function that writes the audit table. Internal.
create function app.trigger_function_name(p_entity text) returns text
language sql immutable parallel safe
return 'audit_trigger_' || p_entity;

-- app.trigger_function_of(p_entity text) returns regprocedure
-- The function that writes the audit table; null when there is none. Internal.
create function app.trigger_function_of(p_entity text) returns regprocedure
language sql stable parallel safe
return to_regprocedure(format('app.%I()', app.trigger_function_name(p_entity)));

-- app.collect_function_name(p_entity text) returns text
-- The name of the function that reads the audit rows of a mutation. Internal.
create function app.collect_function_name(p_entity text) returns text
language sql immutable parallel safe
return 'collect_' || p_entity || '_changes';

-- app.history_function_names(p_entity text) returns text[]
-- The names of the functions for the history of a row: without cascades, and with them. Internal.
create function app.history_function_names(p_entity text) returns text[]
language sql immutable parallel safe
return array['get_' || p_entity || '_audit_history', 'get_' || p_entity || '_audit_history_with_cascade'];

-- app.view_names(p_entity text) returns text[]
-- The names of the views over the changes with a cascade: of all of them, and of the recent ones. Internal.
create function app.view_names(p_entity text) returns text[]
language sql immutable parallel safe
return array['v_' || p_entity || '_cascade_audit', 'v_' || p_entity || '_recent_cascade_mutations'];
