-- app.health_repeated_inserts() returns table (status text, detail text, hint text)
-- Reports audit tables with two inserts of the same row and no delete between them. Internal; a row for each finding.
-- So does a restore of rows alone into a database whose triggers are there already: they write an audit row for each
-- row that is loaded, beside the audit rows of the dump. Such a restore repeats every row, so a sample shows it: the
-- audit rows of the first entities.
create function app.health_repeated_inserts() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table;
begin
  for v_target in
    select * from app.audited_table t
    where t.storage = 'columns' and t.key_columns <> '{}' and app.audit_table_of(t.entity) is not null
      and app.has_columns(
        app.audit_table_of(t.entity), '{audit_id,entity_id,operation_type,changed_at,new_values,transaction_id}')
    order by t.entity
  loop
    return query execute app.render_sql($sql$
      select 'warning',
        {text:L} || format(' transaction %s inserted rows at %s that are in its history already',
          r.transaction_id, min(r.changed_at)),
        'A restore of rows alone fired the triggers; restore with PGOPTIONS=''-c session_replication_role=replica''. '
          'To remove what it wrote, run as owner of the extension: delete from app.{table:I} '
          || format('where operation_type = ''INSERT'' and transaction_id = %s and changed_at >= %L.',
            r.transaction_id, min(r.changed_at))
      from (
        select a.*,
          lag(a.operation_type) over entity as former_type, lag(a.new_values) over entity as former_values
        from (
          select audit_id, entity_id, operation_type, changed_at, new_values, transaction_id
          from app.{table:I}
          where entity_id is not null
          order by entity_id, changed_at
          limit 1000) a
        window entity as (partition by a.entity_id order by a.changed_at, a.audit_id)) r
      where r.operation_type = 'INSERT' and r.former_type in ('INSERT', 'UPDATE') and r.new_values = r.former_values
      group by r.transaction_id
    $sql$, jsonb_build_object(
      'table', app.audit_table_name(v_target.entity),
      'text', format('app.%I:', app.audit_table_name(v_target.entity))));
  end loop;
end
$function$;
