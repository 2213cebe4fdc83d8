-- app.health_triggers() returns table (status text, detail text, hint text)
-- Reports audited tables whose audit triggers are missing, do not fire or are others than auditing makes, and
-- partitioned ones whose owner cannot put them on new partitions, as the table was another role's when it was enabled.
-- Internal; a row for each finding.
create function app.health_triggers() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error',
    case
      when count(g.oid) = 0 then format('%s has no audit triggers', t.relation)
      else format('audit triggers of %s are missing or do not fire: %s', t.relation,
        coalesce(
          string_agg(g.tgname, ', ' order by g.tgname)
            filter (where g.tgenabled in ('D', 'R') or (t.replica and g.tgenabled <> 'A')),
          'one was dropped'))
    end,
    format('Changes are not audited. Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  left join pg_trigger g
    on g.tgrelid = c.oid and g.tgfoid = app.trigger_function_of(t.entity)
  where t.enabled
  group by t.entity, t.relation, t.replica, t.level
  having count(g.oid) filter (where g.tgenabled = case when t.replica then 'A' else 'O' end or g.tgenabled = 'A')
    < case t.level when 'statement' then 4 else 2 end
  union all
  select 'error', format('trigger %I of %s is not what auditing makes', u.name, u.relation),
    format('Changes may be missing or false. Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  cross join lateral app.unlike_triggers(t) u
  where t.enabled and not u.missing
    -- Of other tables app.health_coverage tells.
    and u.relation in (select r.relation from app.covered_relations(t) r (relation))
  union all
  select 'warning',
    format('%I, the owner of %s, can make no partitions of it', pg_get_userbyid(c.relowner), t.relation),
    format('Its former owner enabled it. Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation and c.relkind = 'p'
  where t.enabled and not has_function_privilege(c.relowner, app.trigger_function_of(t.entity), 'execute');
end
$function$;
