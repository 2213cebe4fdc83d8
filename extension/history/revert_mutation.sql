-- app.revert_mutation_for(p_mutation_id uuid, p_search_path text) returns jsonb
-- What app.revert_mutation does, with its own search path. Internal.
--   p_search_path  that of the session, which the triggers of the tables find
create function app.revert_mutation_for(p_mutation_id uuid, p_search_path text) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_mutation app.mutation;
begin
  select * into v_mutation from app.mutation where mutation_id = p_mutation_id;
  if not found then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_mutation_id: there is no mutation %s', coalesce(p_mutation_id::text, 'null')),
      hint = 'The table app.mutation lists those that ended; of a running one take the changes back by a rollback.';
  end if;
  return app.revert(
    concat('revert:', v_mutation.source), v_mutation.tenant_id, v_mutation.transaction_id, p_mutation_id,
    p_search_path);
end
$function$;

-- app.revert_mutation(p_mutation_id uuid) returns jsonb
-- Reverts the changes of a mutation: all of them or, with an error, none.
-- Inserted rows are deleted, deleted rows are inserted again with their ids, and changed columns get their values back.
--   p_mutation_id  a mutation that ended
-- The function runs in the caller's transaction with the caller's rights on the tables (SELECT, UPDATE, and INSERT or
-- DELETE as needed). The revert is audited: as a mutation revert:<source> whose causation is the reverted mutation, or
-- as part of the running mutation. Reverting the revert repeats the original changes.
-- Returns the cascade of the revert; null inside a running mutation, whose end reports it. Events that were already
-- sent are not recalled, and sequences keep their values. A changed key is reverted by a DELETE and an INSERT.
-- Errors: 42704 when there is no such mutation; 42501 when the caller may not read all audit rows; 55000 naming the row
--   when it was changed since, when images are incomplete (excluded or redacted columns, TRUNCATE, no key), when audit
--   rows are gone or an audit table that may have had some is, or when a trigger or foreign key would change other rows
--   too; the server's own errors when a constraint no longer allows the former state, or when a trigger already
--   inserted a row that is to be restored.
create function app.revert_mutation(p_mutation_id uuid) returns jsonb
language sql volatile
return app.revert_mutation_for(p_mutation_id, current_setting('search_path'));
