-- app.health_audited_table_exists() returns table (status text, detail text, hint text)
-- Reports audited tables that were dropped, and tables that took the place of one by its name and are not audited.
-- Internal; a row for each finding.
create function app.health_audited_table_exists() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  with audited as (
    select t.*, exists (select from pg_class c where c.oid = t.relation) as is_there, (
        select c.oid from pg_class c join pg_namespace n on n.oid = c.relnamespace
        where format('%I.%I', n.nspname, c.relname) = t.relation_name and c.relkind in ('r', 'p')
          and c.oid not in (select a.relation from app.audited_table a)) as successor
    from app.audited_table t
  )
  select 'warning', format('the table of entity %s is gone (%s)', t.entity, t.relation),
    format('Its history stays readable. To forget it: select app.disable_audit_cascade(%L, true).',
      t.relation::oid::text)
  from audited t
  where not t.is_there and not (t.enabled and t.successor is not null)
  union all
  select 'error',
    format('%s took the place of the audited table, which %s, and is not audited', t.relation_name,
      case when t.is_there then format('is called %s now', t.relation) else 'was dropped' end),
    format('Its changes leave no audit rows. To go on with the history: select app.enable_audit_cascade(%L). ',
      t.relation_name)
    || format('Then record what was missed: select app.write_audit_baseline(%L).', t.relation_name)
    || case when t.is_there then
      format(' If it is another table, keep the former one: select app.enable_audit_cascade(%L).', t.relation)
    else '' end
  from audited t
  where t.enabled and t.successor is not null;
end
$function$;
