-- app.covered_relations(p_target app.audited_table) returns setof regclass
-- The relations that need triggers of their own: the table and its INHERITS descendants. Row triggers of a partitioned table
-- are carried by its partitions, those made later included; TRUNCATE of a partition fires only a trigger of its own. Internal.
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
revoke all on function app.covered_relations(app.audited_table) from public;
comment on function app.covered_relations(app.audited_table) is 'Internal: the audited table and its descendants.';

-- app.create_triggers(p_target app.audited_table) returns void
-- Puts the audit triggers on the table and its descendants, replacing earlier ones. Internal.
create function app.create_triggers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_function text := format('app.%I()', 'audit_trigger_' || (p_target).entity);
  v_trigger record;
  v_relation regclass;
begin
  perform app.drop_triggers(p_target);
  for v_relation in select app.covered_relations(p_target) loop
    for v_trigger in
      select * from (values
        ('insert', 'insert', 'referencing new table as new_rows for each statement', 'statement'),
        ('update', 'update', 'referencing old table as old_rows new table as new_rows for each statement', 'statement'),
        ('delete', 'delete', 'referencing old table as old_rows for each statement', 'statement'),
        ('row', 'insert or update or delete', 'for each row', 'row'),
        ('truncate', 'truncate', 'for each statement', null)
      ) t (name, event, mode, level)
      where coalesce(level, (p_target).level) = (p_target).level
        -- The row trigger of a partitioned table is cloned to its partitions.
        and not (level is not distinct from 'row' and (select relispartition from pg_class where oid = v_relation))
    loop
      execute format('create trigger %I after %s on %s %s execute function %s',
        'audit_trigger_' || (p_target).entity || '_' || v_trigger.name, v_trigger.event, v_relation, v_trigger.mode, v_function);
      if (p_target).replica then
        execute format('alter table %s enable always trigger %I', v_relation, 'audit_trigger_' || (p_target).entity || '_' || v_trigger.name);
      end if;
    end loop;
  end loop;
end
$function$;
revoke all on function app.create_triggers(app.audited_table) from public;
comment on function app.create_triggers(app.audited_table) is 'Internal: puts the audit triggers on a table and its descendants.';

-- app.drop_triggers(p_target app.audited_table) returns void
-- Takes every trigger that calls the entity's trigger function off whatever table it is on. Internal.
create function app.drop_triggers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_trigger record;
begin
  for v_trigger in
    select tgname, tgrelid::regclass as relation from pg_trigger
    where tgfoid = to_regprocedure(format('app.%I()', 'audit_trigger_' || (p_target).entity)) and tgparentid = 0
  loop
    execute format('drop trigger %I on %s', v_trigger.tgname, v_trigger.relation);
  end loop;
end
$function$;
revoke all on function app.drop_triggers(app.audited_table) from public;
comment on function app.drop_triggers(app.audited_table) is 'Internal: takes the audit triggers off a table.';
