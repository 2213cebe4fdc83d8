-- Which audit tables the running mutation touched. The audit triggers list them in app.mutation_entities:
--   #<mark>,#<count>,:<primary entity>,<entity>,...
-- The mark covers the mutation, the transaction and the rest of the list. The count is that of app.mutation_touch after
-- the latest entry. A list with a wrong mark or another count was changed by the writer, or is older than a rollback to
-- a savepoint: then the server's own counters name the audit tables.

-- app.marked_entities(p_key bytea, p_mutation_id uuid, p_list text) returns text
-- A list with its mark in front. Internal.
create function app.marked_entities(p_key bytea, p_mutation_id uuid, p_list text) returns text
language sql volatile
return concat(
  '#',
  encode(substr(sha256(
    p_key || uuid_send(p_mutation_id) || int8send(txid_current()) || convert_to(p_list, 'UTF8')), 1, 16), 'hex'),
  ',', p_list);

-- app.touch_count() returns bigint
-- How often app.mutation_touch was scanned. Internal.
create function app.touch_count() returns bigint
language sql volatile
return pg_stat_get_xact_numscans('app.mutation_touch'::regclass);

-- app.genuine_entities(p_key bytea, p_mutation_id uuid) returns text
-- The list in app.mutation_entities without its mark: #<count>,:<primary>,<entity>,...; null when it is not genuine or
-- not the latest. Internal.
create function app.genuine_entities(p_key bytea, p_mutation_id uuid) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_setting text := current_setting('app.mutation_entities', true);
  v_list text := substr(v_setting, 35);
begin
  if v_setting = app.marked_entities(p_key, p_mutation_id, v_list)
    and split_part(v_list, ',', 1) = '#' || app.touch_count()
  then
    return v_list;
  end if;
  return null;
end
$function$;

-- app.note_touched(p_entity text) returns void
-- Adds an entity to app.mutation_entities. Internal; called by the audit triggers when the entity is not in it.
-- The primary entity is the first that a client's own statement changed: not a trigger, nor a foreign key.
create function app.note_touched(p_entity text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_mutation_id uuid := app.context_uuid('app.mutation_id');
  v_key bytea;
  v_list text;
  v_touched bigint;
begin
  select key into v_key from app.mutation_key;
  v_list := app.genuine_entities(v_key, v_mutation_id);
  v_touched := (select count(*) from app.mutation_touch);
  if v_list is null then
    -- Not marked: this list only saves the triggers further calls.
    perform set_config(
      'app.mutation_entities', concat_ws(',', app.context_text('app.mutation_entities'), p_entity), true);
    return;
  end if;
  v_list := concat_ws(',',
    '#' || app.touch_count(),
    case when split_part(v_list, ',', 2) = ':' and pg_trigger_depth() = 1 then ':' || p_entity
      else split_part(v_list, ',', 2) end,
    nullif(array_to_string((string_to_array(v_list, ','))[3:], ','), ''),
    p_entity);
  perform set_config('app.mutation_entities', app.marked_entities(v_key, v_mutation_id, v_list), true);
end
$function$;

-- app.written_entities() returns text[]
-- The entities whose audit tables this transaction may have written to. Internal.
-- The server counts the rows for each table, unless a superuser has switched track_counts off. The count may include
-- earlier transactions of the session.
create function app.written_entities() returns text[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  return array(
    select t.entity
    from app.audited_table t
    join pg_class c on c.oid = app.audit_table_of(t.entity)
    where pg_stat_get_xact_tuples_inserted(c.oid) <> 0
      or c.relkind = 'p' -- Its partitions are counted.
      or not current_setting('track_counts')::boolean
    order by t.entity);
end
$function$;

-- app.touched_entities(p_mutation_id uuid, out entities text[], out primary_typename text) returns record
-- The entities that a mutation of this transaction touched, and maybe more, and the type name of its primary entity.
-- Internal. The type name is null when no client's statement changed an entity, or when the list is not genuine: then
-- the first change is the primary one.
-- Errors: 55000 when the mutation was not begun in this transaction.
create function app.touched_entities(
  p_mutation_id uuid, out entities text[], out primary_typename text
) returns record
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_list text[] := string_to_array(
    (select app.genuine_entities(k.key, p_mutation_id) from app.mutation_key k), ',');
begin
  if v_list is null then
    perform app.require_own_mutation(p_mutation_id);
    entities := app.written_entities();
  else
    entities := v_list[3:];
    primary_typename := app.pascal_case(nullif(substr(v_list[2], 2), ''));
  end if;
end
$function$;
