-- app.drop_audit_objects(p_target app.audited_table) returns void
-- Drops everything that was generated for an entity, its audit rows included. Internal; its triggers are gone already.
create function app.drop_audit_objects(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.drop_readers(p_target);
  execute format('drop function if exists app.%I(), app.%I(bigint, uuid)',
    app.trigger_function_name((p_target).entity), app.collect_function_name((p_target).entity));
  execute format('drop table if exists app.%I', app.audit_table_name((p_target).entity));
end
$function$;
