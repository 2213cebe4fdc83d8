-- app.close_trigger_function(p_function regprocedure) returns void
-- Takes the right to attach a trigger function from everybody but its owner: it was granted to whoever enables the
-- table, or by default privileges. Internal; as the owner of the extension.
create function app.close_trigger_function(p_function regprocedure) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_grantee name;
begin
  for v_grantee in
    select r.rolname from pg_proc p cross join aclexplode(p.proacl) a join pg_roles r on r.oid = a.grantee
    where p.oid = p_function and a.grantee <> p.proowner
  loop
    execute format('revoke all on function %s from %I', p_function, v_grantee);
  end loop;
end
$function$;

-- app.create_trigger_stub(p_target app.audited_table) returns void
-- Makes app.audit_trigger_<entity>() a function that only raises, and lets the role of the session attach it.
-- app.complete_audit makes it write, once nobody may attach it any more and it is on no other table: else its writer
-- could be put on a table that nobody audits, and would write whatever rows that table gets. Internal; as the owner of
-- the extension.
create function app.create_trigger_stub(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  execute app.render_sql($sql$
    create or replace function app.{function:I}() returns trigger
    language plpgsql security definer
    set search_path = pg_catalog, pg_temp
    as $body$
    -- Does not write app.audit_{entity} yet.
    begin
      raise exception using
        errcode = 'object_not_in_prerequisite_state',
        message = 'auditing of entity {entity} is enabled by half',
        hint = 'Call app.enable_audit_cascade for its table.';
    end
    $body$;
    alter function app.{function:I}() depends on extension specql_cdc;
    revoke all on function app.{function:I}() from public
  $sql$, jsonb_build_object('function', app.trigger_function_name((p_target).entity), 'entity', (p_target).entity));
  perform app.close_trigger_function(app.trigger_function_of((p_target).entity));
  if app.caller() <> current_user then
    execute format('grant execute on function app.%I() to %I',
      app.trigger_function_name((p_target).entity), app.caller());
  end if;
end
$function$;
