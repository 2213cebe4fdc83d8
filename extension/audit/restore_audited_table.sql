-- app.restore_audited_table() returns trigger
-- Makes the collect function of an entity anew when its registration comes from a dump: app.end_mutation calls only
-- functions of the extension's owner, and restored ones belong to the owner they had. Internal.
create function app.restore_audited_table() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_function regprocedure := to_regprocedure(format('app.%I(bigint, uuid)', app.collect_function_name(new.entity)));
begin
  if exists (select from pg_proc where oid = v_function and pg_get_userbyid(proowner) <> current_user) then
    execute format('drop function %s', v_function);
    perform app.create_collect_function(new);
    v_function := to_regprocedure(format('app.%I(bigint, uuid)', app.collect_function_name(new.entity)));
    perform app.close_access(array[v_function::oid]);
  end if;
  return null;
end
$function$;

create trigger restore_audited_table after insert on app.audited_table
for each row execute function app.restore_audited_table();
-- Also for rows that logical replication brings.
alter table app.audited_table enable always trigger restore_audited_table;
comment on trigger restore_audited_table on app.audited_table is 'Makes restored registrations work.';
