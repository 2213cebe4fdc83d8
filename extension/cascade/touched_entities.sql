-- Which audit tables the running mutation touched. The audit triggers list them in app.mutation_entities:
--   #<mark>,#<count>,:<primary entity>,<entity>,...
-- The mark covers the mutation, the transaction and the rest of the list. The count is that of app.mutation_touch after
-- the latest entry. A list with a wrong mark or another count was changed by the writer, or is older than a rollback to
-- a savepoint: then the server's own counters name the audit tables. The primary entity is empty while there is none,
-- and ? where such a list does not tell it.

-- app.marked_entities(p_key bytea, p_mutation_id uuid, p_list text) returns text
-- A list with its mark in front. Internal.
create function app.marked_entities(p_key bytea, p_mutation_id uuid, p_list text) returns text
language sql volatile
return '#'
  || encode(substr(sha256(
    p_key || uuid_send(p_mutation_id) || int8send(txid_current()) || convert_to(p_list, 'UTF8')), 1, 16), 'hex')
  || ',' || p_list;

-- app.touch_count() returns bigint
-- How often app.mutation_touch was scanned. Internal.
create function app.touch_count() returns bigint
language sql volatile
return pg_stat_get_xact_numscans('app.mutation_touch'::regclass);

-- app.genuine_entities(p_key bytea, p_mutation_id uuid) returns text
-- The list in app.mutation_entities without its mark: #<count>,:<primary>,<entity>,...; null when it is not genuine or
-- not the latest, or when a superuser has switched the counters off. Internal.
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
    and current_setting('track_counts')::boolean
  then
    return v_list;
  end if;
  return null;
end
$function$;

-- app.is_noted(p_key bytea, p_mutation_id uuid, p_entity text) returns boolean
-- Whether the audit triggers need not call app.note_touched: the latest genuine list has the entity, or the mutation is
-- none of this transaction, so that nothing can end it; null without a key. Internal. The planner inlines it: it runs
-- for every statement or row. What is cheap is asked first.
create function app.is_noted(p_key bytea, p_mutation_id uuid, p_entity text) returns boolean
language sql volatile
return case
  when strpos(current_setting('app.mutation_entities', true) || ',', ',' || p_entity || ',') > 0
    and split_part(current_setting('app.mutation_entities', true), ',', 2) = '#' || app.touch_count()
    and current_setting('track_counts') = 'on'
    and current_setting('app.mutation_entities', true)
      = app.marked_entities(p_key, p_mutation_id, substr(current_setting('app.mutation_entities', true), 35))
  then true
  else substr(uuid_send(p_mutation_id), 12)
    <> app.mutation_id_mark(p_key, substr(uuid_send(p_mutation_id), 1, 11))
end;

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

-- app.note_touched(p_entity text) returns void
-- Adds an entity to app.mutation_entities. Internal; called by the audit triggers when the entity is not in it. A list
-- that is not genuine is replaced: by what was written, as the server counts it.
-- The primary entity is the first that a client's own statement changed: not a trigger, nor a foreign key.
create function app.note_touched(p_entity text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_mutation_id uuid := app.context_uuid('app.mutation_id');
  v_key bytea;
  v_list text;
  v_primary text;
  v_entities text[];
begin
  select key into v_key from app.mutation_key;
  if app.is_noted(v_key, v_mutation_id, p_entity) then
    return; -- The trigger belongs to a former owner, who cannot read the key.
  end if;
  v_list := app.genuine_entities(v_key, v_mutation_id);
  -- With a lock, so that no parallel worker scans: its scans are not counted here.
  perform from app.mutation_touch for share;
  if v_list is null then
    v_primary := ':?';
    v_entities := array_remove(app.written_entities(), p_entity);
  else
    v_primary := split_part(v_list, ',', 2);
    v_entities := (string_to_array(v_list, ','))[3:];
    if v_primary = ':' and pg_trigger_depth() = 1 then
      v_primary := v_primary || p_entity;
    end if;
  end if;
  v_list := array_to_string(array['#' || app.touch_count(), v_primary] || v_entities || p_entity, ',');
  v_list := app.marked_entities(v_key, v_mutation_id, v_list);
  perform set_config('app.mutation_entities', v_list, true);
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
    primary_typename := app.pascal_case(nullif(nullif(substr(v_list[2], 2), ''), '?'));
  end if;
end
$function$;
