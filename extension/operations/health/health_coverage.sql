-- app.health_coverage() returns table (status text, detail text, hint text)
-- Reports children and partitions that were added without auditing, or removed with it. Internal; a row for each
-- finding.
create function app.health_coverage() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s belongs to audited %s but has no audit triggers', r.relation, t.relation),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  cross join lateral app.covered_relations(t) r (relation)
  where t.enabled
    and not exists (
      select from pg_trigger g
      where g.tgrelid = r.relation
        and g.tgfoid = app.trigger_function_of(t.entity)
        and g.tgenabled <> 'D'
        and (t.level = 'statement' or g.tgname = app.trigger_name(t.entity, 'row')))
    and r.relation <> t.relation
  union all
  select 'error', format('%s got children or lost its unique key after it was enabled', t.relation),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  where t.enabled and t.level = 'statement' and app.has_columns(t.relation, t.key_columns)
    and (exists (select from pg_inherits where inhparent = t.relation or inhrelid = t.relation)
      or not app.is_unique(t.relation, t.key_columns))
  union all
  select 'warning', format('TRUNCATE of %s alone leaves no marker', r.relation),
    format('Run: select app.enable_audit_cascade(%L).', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  cross join lateral app.covered_relations(t) r (relation)
  where t.enabled and t.level = 'row'
    and not exists (
      select from pg_trigger g
      where g.tgrelid = r.relation and g.tgname = app.trigger_name(t.entity, 'truncate')
        and g.tgfoid = app.trigger_function_of(t.entity) and g.tgenabled <> 'D')
  union all
  -- Detaching takes a partition's row trigger off and leaves the one for TRUNCATE; NO INHERIT leaves all.
  select 'error',
    format('%s no longer belongs to %s and is still audited as if it did', g.tgrelid::regclass,
      case
        when c.oid is null then format('the table of entity %s, which is gone,', t.entity)
        else format('audited %s', t.relation)
      end),
    case
      when c.oid is not null then format('Run: select app.enable_audit_cascade(%L).', t.relation)
      else format('Run: drop trigger %s.',
        string_agg(format('%I on %s', g.tgname, g.tgrelid::regclass), '; drop trigger ' order by g.tgname))
    end
  from app.audited_table t
  join pg_trigger g
    on g.tgfoid = app.trigger_function_of(t.entity) and g.tgparentid = 0
  left join pg_class c on c.oid = t.relation
  where t.enabled and g.tgrelid not in (select r.oid from app.covered_relations(t) r (oid))
  group by t.entity, t.relation, g.tgrelid, c.oid;
end
$function$;
