-- How entities are named after tables.

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
