-- app.cover_partitions() returns table (action text, detail text)
-- Adds the trigger for TRUNCATE to partitions that were made after auditing was enabled. Internal; called by
-- app.maintain. PostgreSQL copies row triggers to a new partition, but not those of statements. The caller must own the
-- partition. Others are left to their owner: app.health_check reports them.
-- Returns a row for each partition: covered; busy when its lock was not available within 200 ms, or at once after the
-- first one, since whoever waits for a partition that is covered waits for the next ones too; blocked when a trigger
-- that auditing did not make has the name, or with the error that stands in the way.
create function app.cover_partitions() returns table (action text, detail text)
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $function$
declare
  v_missing record;
  v_wait text := '';
begin
  for v_missing in
    select c.oid::regclass as relation, t.storage, t.replica,
      app.trigger_name(t.entity, 'truncate') as name, f.oid::regprocedure as function
    from app.audited_table t
    cross join lateral app.covered_relations(t) r (relation)
    join pg_class c on c.oid = r.relation
    join pg_proc f on f.oid = app.trigger_function_of(t.entity)
    where t.enabled and t.level = 'row' and c.relispartition and pg_has_role(c.relowner, 'usage')
      and not exists (
        select from pg_trigger g
        where g.tgrelid = c.oid and g.tgname = app.trigger_name(t.entity, 'truncate') and g.tgfoid = f.oid)
  loop
    detail := v_missing.relation::text;
    begin
      execute format('lock table only %s in share row exclusive mode %s', v_missing.relation, v_wait);
      execute format('create trigger %I %s truncate on %s for each statement execute function %s',
        v_missing.name, case v_missing.storage when 'embedded' then 'before' else 'after' end,
        v_missing.relation, v_missing.function);
      if v_missing.replica then
        execute format('alter table %s enable always trigger %I', v_missing.relation, v_missing.name);
      end if;
      action := 'covered';
    exception when lock_not_available then
      action := 'busy';
    when duplicate_object then
      action := 'blocked';
    -- Whatever its owner has done to it, the rest is maintained.
    when others then
      action := 'blocked';
      detail := format('%s: %s', detail, sqlerrm);
    end;
    v_wait := 'nowait';
    return next;
  end loop;
end
$function$;
