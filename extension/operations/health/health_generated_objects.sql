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
  cross join lateral unnest(
    array[app.trigger_function_name(t.entity), app.collect_function_name(t.entity)]
    || app.history_function_names(t.entity)) o (name)
  where not exists (select from pg_proc where pronamespace = 'app'::regnamespace and proname = o.name)
  union all
  select 'error', format('view %s of entity %s is missing', o.name, t.entity),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  cross join lateral unnest(app.view_names(t.entity)) o (name)
  where to_regclass(format('app.%I', o.name)) is null;
end
$function$;
