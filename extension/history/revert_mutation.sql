-- app.revert_mutation(p_mutation_id uuid) returns jsonb
-- Takes back what a mutation did: rows it inserted are deleted, rows it deleted are inserted again with the ids they
-- had, columns it changed get their values back. All of it or, with an error, nothing.
--   p_mutation_id  a mutation that ended
-- Runs in the caller's transaction with the caller's rights on the tables (SELECT, UPDATE and what it does), and is
-- itself audited: as a mutation revert:<source> whose causation is the reverted one, or as part of the mutation that is
-- running. Taking that back repeats the original.
-- Returns the cascade of the revert; null inside a running mutation, whose end reports it. It does not fire back what
-- left the database, and takes no sequence back. A changed key is taken back as a row deleted and one inserted.
-- Errors: 42704 when there is no such mutation; 42501 when the caller may not read all audit rows; 55000 naming the row
--   when it was changed since, when images are incomplete (excluded or redacted columns, TRUNCATE, no key), when audit
--   rows are gone, or when a trigger or foreign key would change other rows too; the server's own errors when a
--   constraint no longer allows the former state, or a trigger makes a row that is to come back itself.
create function app.revert_mutation(p_mutation_id uuid) returns jsonb
language plpgsql volatile
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
  if v_mutation.affected_count > 0
    and not exists (select from app.get_transaction_changes(v_mutation.transaction_id) c where c.mutation_id = p_mutation_id)
  then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('mutation %s cannot be taken back', p_mutation_id),
      detail = 'Its audit rows are gone.',
      hint = 'Nothing was changed. Its cascade in app.mutation tells what the rows were after it.';
  end if;
  return app.revert(concat('revert:', v_mutation.source), v_mutation.tenant_id, v_mutation.transaction_id, p_mutation_id);
end
$function$;
