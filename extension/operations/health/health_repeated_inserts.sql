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
    where t.storage = 'columns'
      and app.audit_table_of(t.entity) is not null
      and app.has_columns(
        app.audit_table_of(t.entity), '{audit_id,entity_id,operation_type,changed_at,new_values,transaction_id}')
    order by t.entity
  loop
    -- A restore may leave a table to another role: its policies and indexes would run that role's code, or it cannot be
    -- read. health_ownership reports it.
    begin
      perform app.require_own_code(app.audit_table_of(v_target.entity));
      return query
      select 'warning',
        format('app.%I: transaction %s inserted rows at %s that are in its history already',
          app.audit_table_name(v_target.entity), r.transaction_id, min(r.changed_at)),
        format('A restore of rows alone fired the triggers; restore with '
          'PGOPTIONS=''-c session_replication_role=replica''. To remove what it wrote, run as owner of the extension: '
          'select app.remove_repeated_inserts(%L, %s).', v_target.relation, r.transaction_id)
      from app.repeated_inserts(v_target.entity, 1000) r
      group by r.transaction_id;
    exception when insufficient_privilege then
      null;
    end;
  end loop;
end
$function$;
