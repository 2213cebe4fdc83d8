-- app.covered_relations(p_target app.audited_table) returns setof regclass
-- The relations that need triggers of their own: the table and its INHERITS descendants. Row triggers of a partitioned
-- table are carried by its partitions, those made later included; TRUNCATE of a partition fires only a trigger of its
-- own. Internal.
create function app.covered_relations(p_target app.audited_table) returns setof regclass
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  with recursive relation (oid) as (
    select (p_target).relation::oid
    union
    select i.inhrelid from pg_inherits i join relation r on r.oid = i.inhparent)
  select oid::regclass from relation;
end;

-- app.trigger_name(p_entity text, p_name text) returns text
-- The name of an audit trigger. Internal. Triggers fire in the order of their names: those that must be first begin
-- with a character that sorts before anything in use.
create function app.trigger_name(p_entity text, p_name text) returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return format('%saudit_trigger_%s_%s', case when p_name in ('row', 'inner') then '!' end, p_entity, p_name);

-- app.wanted_triggers(p_target app.audited_table) returns table (...)
-- The triggers that auditing puts on a table and its descendants. Internal.
--   type                as pg_trigger.tgtype has it
--   old_rows, new_rows  names of the transition tables
--   writes              whether it calls the trigger function of the entity; else app.note_change_time
create function app.wanted_triggers(p_target app.audited_table) returns table (
  relation regclass, name name, type smallint, event text, old_rows name, new_rows name, writes boolean
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_by_statement boolean := (p_target).level = 'statement';
  -- In the embedded form before, when the rows are still there to be audited one by one.
  v_before boolean := (p_target).storage = 'embedded';
begin
  return query
  select r.oid, app.trigger_name((p_target).entity, t.name)::name, t.type::smallint, t.event, t.old_rows::name,
    t.new_rows::name, t.writes
  from app.covered_relations(p_target) r (oid)
  join pg_class c on c.oid = r.oid
  cross join lateral (values
    ('insert', 4, 'after insert', null, 'new_rows', true, v_by_statement),
    ('update', 16, 'after update', 'old_rows', 'new_rows', true, v_by_statement),
    ('delete', 8, 'after delete', 'old_rows', null, true, v_by_statement),
    ('inner', 29, 'after insert or update or delete', null, null, false, app.has_inner_changes(p_target)),
    -- The row trigger of a partitioned table is cloned to its partitions.
    ('row', 29, 'after insert or update or delete', null, null, true, not v_by_statement and not c.relispartition),
    ('truncate', case when v_before then 34 else 32 end,
      case when v_before then 'before truncate' else 'after truncate' end, null, null, true, true)
  ) t (name, type, event, old_rows, new_rows, writes, wanted)
  where t.wanted;
end
$function$;

-- app.unlike_triggers(p_target app.audited_table) returns table (relation regclass, name name, missing boolean)
-- The triggers of the trigger function that are not as app.create_triggers makes them, whatever table they are on, and
-- those that are missing. Internal. Without its transition tables a trigger would have the function read tables of
-- these names that a session chooses, with the rights of the extension's owner.
create function app.unlike_triggers(p_target app.audited_table) returns table (
  relation regclass, name name, missing boolean
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select coalesce(g.tgrelid, w.relation)::regclass, coalesce(g.tgname, w.name), g.oid is null
  from (select * from app.wanted_triggers(p_target) t where t.writes) w
  full join (
    select * from pg_trigger t
    where t.tgfoid = app.trigger_function_of((p_target).entity) and t.tgparentid = 0
  ) g on g.tgrelid = w.relation::oid and g.tgname = w.name
  where g.oid is null or w.relation is null
    or g.tgtype <> w.type
    or g.tgoldtable is distinct from w.old_rows or g.tgnewtable is distinct from w.new_rows
    or g.tgqual is not null or g.tgattr::text <> '' or g.tgnargs <> 0
    or g.tgconstraint <> 0 or g.tgdeferrable or g.tginitdeferred
  order by 1, 2;
end
$function$;

-- app.create_triggers(p_target app.audited_table) returns void
-- Puts the audit triggers on the table and its descendants, replacing earlier ones. Internal.
create function app.create_triggers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_trigger record;
begin
  perform app.drop_triggers(p_target);
  for v_trigger in select * from app.wanted_triggers(p_target) loop
    execute app.render_sql($sql$
      create trigger {name:I} {event} on {table}
      {referencing}
      for each {level} execute function {call}
    $sql$, jsonb_build_object(
      'name', v_trigger.name,
      'event', v_trigger.event,
      'table', v_trigger.relation,
      'referencing', coalesce('referencing ' || nullif(concat_ws(' ',
        'old table as ' || v_trigger.old_rows, 'new table as ' || v_trigger.new_rows), ''), ''),
      'level', case v_trigger.type & 1 when 1 then 'row' else 'statement' end,
      'call', case when v_trigger.writes then format('app.%I()', app.trigger_function_name((p_target).entity))
        else format('app.note_change_time(%L)', (p_target).entity) end));
    if (p_target).replica then
      execute format('alter table %s enable always trigger %I', v_trigger.relation, v_trigger.name);
    end if;
  end loop;
end
$function$;

-- app.drop_triggers(p_target app.audited_table) returns void
-- Takes the entity's triggers off whatever table they are on. Internal.
create function app.drop_triggers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_trigger record;
begin
  for v_trigger in
    select tgname, tgrelid::regclass as relation from pg_trigger
    where tgparentid = 0
      and (tgfoid = app.trigger_function_of((p_target).entity)
        or (tgfoid = 'app.note_change_time()'::regprocedure
          and tgname = app.trigger_name((p_target).entity, 'inner')))
  loop
    execute format('drop trigger %I on %s', v_trigger.tgname, v_trigger.relation);
  end loop;
end
$function$;
