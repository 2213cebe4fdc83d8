-- app.drop_readers(p_target app.audited_table) returns void
-- Drops the views and history functions of an entity, whatever type its ids have there. Internal.
create function app.drop_readers(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_view text;
  v_function text;
begin
  foreach v_view in array app.view_names((p_target).entity) loop
    execute format('drop view if exists app.%I', v_view);
  end loop;
  for v_function in
    select oid::regprocedure::text from pg_proc
    where pronamespace = 'app'::regnamespace
      and proname = any (app.history_function_names((p_target).entity))
  loop
    execute format('drop function %s', v_function);
  end loop;
end
$function$;
