-- app.mutation_changes(p_mutation_id uuid, p_transaction_id bigint, p_entities text[]) returns app.change[]
-- The changes that a mutation made to the named entities. Internal.
-- It reads only the audit tables of those entities, so the cost depends on the changes of the mutation and not on the
-- number of audited tables.
--   p_entities  entity names (post, order_line) as in app.audited_table
-- The function runs as the owner of the extension. It therefore calls only functions of that owner, which nobody else
-- can alter. VOLATILE, so that each look at the catalogue sees what the call before it did.
-- Errors: 22023 for a name without such a function.
create function app.mutation_changes(
  p_mutation_id uuid, p_transaction_id bigint, p_entities text[]
) returns app.change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text;
  v_collect regprocedure;
  v_changes app.change[];
  v_all app.change[] := '{}';
begin
  foreach v_entity in array p_entities loop
    v_collect := to_regprocedure(format('app.%I(bigint, uuid)', app.collect_function_name(v_entity)));
    if not exists (select from pg_proc where oid = v_collect and pg_get_userbyid(proowner) = current_user) then
      raise exception using
        errcode = 'invalid_parameter_value',
        message = format('the changes of entity %s cannot be collected', v_entity),
        detail = format('There is no function app.%I as auditing makes it.', app.collect_function_name(v_entity)),
        hint = 'Run app.enable_audit_cascade for its table again.';
    end if;
    execute format('select %s($1, $2)', v_collect::regproc) into v_changes using p_transaction_id, p_mutation_id;
    v_all := v_all || v_changes;
  end loop;
  return v_all;
end
$function$;
