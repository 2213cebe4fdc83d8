-- app.create_views(p_target app.audited_table) returns void
-- Generates app.v_<entity>_cascade_audit and app.v_<entity>_recent_cascade_mutations over the changes that have a
-- cascade. They read with the caller's own rights (security_invoker). Internal.
create function app.create_views(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_names text[] := app.view_names((p_target).entity);
begin
  execute app.render_sql($sql$
    create or replace view app.{view:I} with (security_invoker = true) as
    select
      a.audit_id, a.entity_id, a.operation_type, a.changed_at,
      c.cascade_source as mutation_name,
      c.cascade_entities as affected_entities,
      app.list_length(c.cascade_data -> 'updated') as entities_updated,
      app.list_length(c.cascade_data -> 'deleted') as entities_deleted,
      app.affected_count(c.cascade_data) as total_affected
    {from_changes}
    where c.cascade_data is not null
    order by a.changed_at desc;
    comment on view app.{view:I} is {comment:L};
    revoke all on app.{view:I} from public
  $sql$, jsonb_build_object(
    'view', v_names[1],
    'from_changes', app.changes_with_cascade(p_target),
    'comment', format('Changes of %s with a summary of their cascade, latest first.', (p_target).relation)));
  execute app.render_sql($sql$
    create or replace view app.{view:I} with (security_invoker = true) as
    select a.audit_id, a.entity_id, c.cascade_source as mutation_name, a.changed_at, c.cascade_entities, c.cascade_data
    {from_changes}
    where c.cascade_data is not null and a.changed_at > now() - interval '7 days'
    order by a.changed_at desc;
    comment on view app.{view:I} is {comment:L};
    revoke all on app.{view:I} from public
  $sql$, jsonb_build_object(
    'view', v_names[2],
    'from_changes', app.changes_with_cascade(p_target),
    'comment', format(
      'Changes of %s in the last seven days with their cascade, latest first.', (p_target).relation)));
end
$function$;
