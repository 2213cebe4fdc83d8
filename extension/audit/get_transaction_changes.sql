-- app.get_transaction_changes(p_transaction_id bigint) returns table (...)
-- Every audited change of one transaction, over all audited tables, in the order it happened. It shows what else
-- changed, also for DML outside any mutation.
--   p_transaction_id  as in the audit rows, app.mutation and the event logs
-- Returns typename, entity_id (text), operation_type, changed_at, changed_by, mutation_id, old_values, new_values,
-- audit_id. Reads with the caller's own rights, each audit table by its index on transaction_id.
create function app.get_transaction_changes(p_transaction_id bigint) returns table (
  typename text, entity_id text, operation_type text, changed_at timestamptz, changed_by uuid, mutation_id uuid,
  old_values jsonb, new_values jsonb, audit_id uuid
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_statement text := (
    select string_agg(format(
      $sql$
      select
        %L, a.entity_id::text, a.operation_type, a.changed_at, %s, %s,
        a.old_values, a.new_values, a.audit_id
      from app.%I a
      where a.transaction_id = $1
      $sql$,
      t.typename, app.audit_value(t, 'changed_by'), app.audit_value(t, 'mutation_id'), app.audit_table_name(t.entity)),
      'union all')
    from app.audited_table t
    where has_table_privilege(app.audit_table_of(t.entity), 'select'));
begin
  if v_statement is not null then
    return query execute v_statement || 'order by 4, 9' using p_transaction_id;
  end if;
end
$function$;
