-- app.check_columns() returns table (status text, detail text, hint text)
-- Whether the columns auditing relies on still exist under their names. Internal; a row for each finding, none when all is well.
create function app.check_columns() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s no longer has column %I, which %s', t.relation, needed.name, needed.use),
    format('Rows are audited, but not as meant. Run: select app.enable_audit_cascade(%L, ...) and name the columns anew.', t.relation)
  from app.audited_table t
  join pg_class c on c.oid = t.relation
  cross join lateral (
    select unnest(t.key_columns), 'identifies its rows'
    union all select t.tenant_column, 'holds the tenant' where t.tenant_column <> ''
    union all select unnest(t.ignored_columns), 'is ignored'
    union all select unnest(t.excluded_columns), 'is excluded: its successor is stored'
    union all select unnest(t.redacted_columns), 'is redacted: its successor is stored') needed (name, use)
  where t.enabled and not app.has_columns(t.relation, array[needed.name]);
end
$function$;
revoke all on function app.check_columns() from public;
comment on function app.check_columns() is 'Internal: Whether the columns auditing relies on still exist under their names.';
