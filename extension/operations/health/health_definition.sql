-- app.health_definition() returns table (status text, detail text, hint text)
-- Reports audit triggers that no longer fit their table. Internal; a row for each finding.
-- A column may have been added, dropped or given another type, or the key or the triggers of the table may have
-- changed. In a restored database tables have other oids, which count for nothing. Columns of types of one's own are
-- audited by queries there, and hidden ones that had dropped ones before them are known by name only, until the table
-- is enabled again.
create function app.health_definition() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table app.audited_table;
  v_now app.audited_table;
  v_id_type text;
  v_outdated boolean;
  v_relation constant text := $$'[{},0-9]+'::regclass(\[\])?$$;
begin
  status := 'error';
  for v_table in select t.* from app.audited_table t join pg_class c on c.oid = t.relation where t.enabled loop
    begin
      v_now := app.resolve_audit_options(v_table.relation);
      v_id_type := app.recorded_id_type(app.audit_table_of(v_table.entity));
      v_outdated := exists (
        select from pg_proc
        where oid = app.trigger_function_of(v_table.entity)
          and (regexp_replace(prosrc, v_relation, '', 'g')
            <> regexp_replace(app.trigger_function_body(v_now), v_relation, '', 'g')
            or not proconfig @> app.pinned_settings(v_now)));
      if v_outdated or (
        v_table.storage = 'columns'
        and app.common_id_type(v_id_type, app.entity_id_type(v_now.relation, v_now.key_columns))
          is distinct from v_id_type)
      then
        detail := format('%s, its key or its triggers changed after it was enabled, or were restored from a dump',
          v_table.relation);
        hint := format('Run: select app.enable_audit_cascade(%L).', v_table.relation);
        return next;
      end if;
    exception
      when undefined_column or undefined_table then null; -- health_columns and health_audit_table report it
      when others then
        get stacked diagnostics hint = pg_exception_hint;
        detail := format('%s cannot be enabled again as it is: %s', v_table.relation, sqlerrm);
        return next;
    end;
  end loop;
end
$function$;
