-- app.health_generated_objects() returns table (status text, detail text, hint text)
-- Reports generated functions and views that are missing. Internal; a row for each finding.
create function app.health_generated_objects() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s of entity %s is missing', o.name, t.entity),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  cross join lateral unnest(array[
    'audit_trigger_' || t.entity, 'collect_' || t.entity || '_changes',
    'get_' || t.entity || '_audit_history', 'get_' || t.entity || '_audit_history_with_cascade']) o (name)
  where not exists (select from pg_proc where pronamespace = 'app'::regnamespace and proname = o.name)
  union all
  select 'error', format('view %s of entity %s is missing', o.name, t.entity),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  cross join lateral unnest(array[
    'v_' || t.entity || '_cascade_audit', 'v_' || t.entity || '_recent_cascade_mutations']) o (name)
  where to_regclass(format('app.%I', o.name)) is null;
end
$function$;
