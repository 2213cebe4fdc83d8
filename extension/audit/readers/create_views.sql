-- app.create_views(p_target app.audited_table) returns void
-- Generates app.v_<entity>_cascade_audit and app.v_<entity>_recent_cascade_mutations over the changes that have a
-- cascade. They read with the caller's own rights (security_invoker). Internal.
create function app.create_views(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_summary text := format('app.%I', 'v_' || (p_target).entity || '_cascade_audit');
  v_recent text := format('app.%I', 'v_' || (p_target).entity || '_recent_cascade_mutations');
  v_from text := format(
    $from$from app.%1$I a
    left join app.mutation m on m.mutation_id = %2$s
    cross join lateral (
      select coalesce(%3$s, m.cascade) as cascade_data, coalesce(%4$s, m.entities) as cascade_entities, coalesce(%5$s, m.source) as cascade_source) c
    where c.cascade_data is not null$from$,
    'audit_' || (p_target).entity,
    app.audit_value(p_target, 'mutation_id'), app.audit_value(p_target, 'cascade_data'),
    app.audit_value(p_target, 'cascade_entities'), app.audit_value(p_target, 'cascade_source'));
begin
  execute format(
    $view$create or replace view %s with (security_invoker = true) as
    select a.audit_id, a.entity_id, a.operation_type, a.changed_at, c.cascade_source as mutation_name, c.cascade_entities as affected_entities,
      app.list_length(c.cascade_data -> 'updated') as entities_updated, app.list_length(c.cascade_data -> 'deleted') as entities_deleted,
      app.affected_count(c.cascade_data) as total_affected
    %s
    order by a.changed_at desc$view$, v_summary, v_from);
  execute format('comment on view %s is %L', v_summary, format('Changes of %s with a summary of their cascade, latest first.', (p_target).relation));
  execute format(
    $view$create or replace view %s with (security_invoker = true) as
    select a.audit_id, a.entity_id, c.cascade_source as mutation_name, a.changed_at, c.cascade_entities, c.cascade_data
    %s and a.changed_at > now() - interval '7 days'
    order by a.changed_at desc$view$, v_recent, v_from);
  execute format('comment on view %s is %L', v_recent, format('Changes of %s in the last seven days with their cascade, latest first.', (p_target).relation));
  execute format('revoke all on %s, %s from public', v_summary, v_recent);
end
$function$;
