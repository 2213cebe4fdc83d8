-- app.drop_readers(p_target app.audited_table) returns void
-- Drops the views and history functions of an entity, whatever type its ids have there. Internal.
create function app.drop_readers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text := (p_target).entity;
  v_function text;
begin
  execute format('drop view if exists app.%I, app.%I',
    'v_' || v_entity || '_cascade_audit', 'v_' || v_entity || '_recent_cascade_mutations');
  for v_function in
    select oid::regprocedure::text from pg_proc
    where pronamespace = 'app'::regnamespace
      and proname in ('get_' || v_entity || '_audit_history', 'get_' || v_entity || '_audit_history_with_cascade')
  loop
    execute format('drop function %s', v_function);
  end loop;
end
$function$;
