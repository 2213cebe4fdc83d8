-- app.health_columns() returns table (status text, detail text, hint text)
-- Reports columns that auditing needs and that were dropped or renamed. Internal; a row for each finding.
create function app.health_columns() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error',
    format('%s no longer has %s', t.relation,
      string_agg(format('%I, which %s', needed.name, needed.use), '; ' order by needed.name)),
    format('Run%s: select app.enable_audit_cascade(%L%s).',
      case when count(needed.parameter) > 0 then ', with the new names added if there are any' end,
      t.relation,
      string_agg(
        distinct format(', %s => %L', needed.parameter, (
          select coalesce(array_agg(kept), '{}')
          from unnest(needed.names) kept
          where app.has_columns(t.relation, array[kept]))),
        '')
      filter (where needed.parameter is not null))
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  cross join lateral (
    select name, 'identifies its rows', null, null::name[]
    from unnest(t.key_columns) name
    union all
    select name, 'is ignored', 'p_ignore', t.ignored_columns
    from unnest(t.ignored_columns) name
    union all
    select name, 'is excluded: under a new name it is stored', 'p_exclude', t.excluded_columns
    from unnest(t.excluded_columns) name
    union all
    select name, 'is redacted: under a new name it is stored', 'p_redact', t.redacted_columns
    from unnest(t.redacted_columns) name
  ) needed (name, use, parameter, names)
  where t.enabled and not app.has_columns(t.relation, array[needed.name])
  group by t.relation
  union all
  select 'error',
    case when a.attname is null then format('%s no longer has %I, which holds the tenant', t.relation, t.tenant_column)
      else format('%I of %s, which holds the tenant, is %s and not uuid',
        t.tenant_column, t.relation, format_type(a.atttypid, a.atttypmod)) end,
    app.tenant_column_hint(t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  left join pg_attribute a on a.attrelid = t.relation and a.attname = t.tenant_column and not a.attisdropped
  where t.enabled and t.tenant_column <> '' and a.atttypid is distinct from 'uuid'::regtype;
end
$function$;
