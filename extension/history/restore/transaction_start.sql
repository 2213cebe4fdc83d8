-- app.transaction_start(p_transaction_id bigint) returns timestamptz
-- When a transaction began, as its audit rows say; -infinity when those of the embedded form do not. Internal; with the
-- caller's rights.
create function app.transaction_start(p_transaction_id bigint) returns timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_statement text := (
    select string_agg(
      format('select %s from %s where transaction_id = $1',
        case when app.has_columns(audit_table, '{created_at}') then 'created_at' else $$'-infinity'$$ end, audit_table),
      ' union all ')
    from app.audited_table t
    cross join lateral app.audit_table_of(t.entity) audit_table
    where has_table_privilege(audit_table, 'select'));
  v_start timestamptz;
begin
  if v_statement is not null then
    execute format('select min(created_at) from (%s) a (created_at)', v_statement) into v_start using p_transaction_id;
  end if;
  return v_start;
end
$function$;
