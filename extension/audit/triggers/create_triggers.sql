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

-- app.create_triggers(p_target app.audited_table) returns void
-- Puts the audit triggers on the table and its descendants, replacing earlier ones. Internal.
create function app.create_triggers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_by_statement boolean := (p_target).level = 'statement';
  -- In the embedded form before, when the rows are still there to be audited one by one.
  v_truncate text := case (p_target).storage when 'embedded' then 'before truncate' else 'after truncate' end;
  v_audit text := format('app.%I()', app.trigger_function_name((p_target).entity));
  v_note_time text := format('app.note_change_time(%L)', (p_target).entity);
  v_trigger record;
  v_relation regclass;
  v_name text;
begin
  perform app.drop_triggers(p_target);
  for v_relation in select app.covered_relations(p_target) loop
    for v_trigger in
      select * from (values
        ('insert', 'after insert', 'new table as new_rows', 'statement', v_audit, v_by_statement),
        ('update', 'after update', 'old table as old_rows new table as new_rows', 'statement', v_audit, v_by_statement),
        ('delete', 'after delete', 'old table as old_rows', 'statement', v_audit, v_by_statement),
        ('inner', 'after insert or update or delete', null, 'row', v_note_time, app.has_inner_changes(p_target)),
        -- The row trigger of a partitioned table is cloned to its partitions.
        ('row', 'after insert or update or delete', null, 'row', v_audit,
          not v_by_statement and not (select relispartition from pg_class where oid = v_relation)),
        ('truncate', v_truncate, null, 'statement', v_audit, true)
      ) t (name, event, rows, level, call, wanted)
      where wanted
    loop
      v_name := app.trigger_name((p_target).entity, v_trigger.name);
      execute app.render_sql($sql$
        create trigger {name:I} {event} on {table}
        {referencing}
        for each {level} execute function {call}
      $sql$, jsonb_build_object(
        'name', v_name,
        'event', v_trigger.event,
        'table', v_relation,
        'referencing', coalesce('referencing ' || v_trigger.rows, ''),
        'level', v_trigger.level,
        'call', v_trigger.call));
      if (p_target).replica then
        execute format('alter table %s enable always trigger %I', v_relation, v_name);
      end if;
    end loop;
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
