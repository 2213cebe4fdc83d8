-- app.changes_to_revert(p_transaction_id bigint, p_mutation_id uuid) returns table (typename text, ...)
-- The audited changes that a revert takes back, as app.get_transaction_changes returns them. Internal; with the
-- caller's rights.
--   p_mutation_id  null for every change of the transaction
-- A writer can set app.mutation_id again after the end of a mutation. What it changes then is no part of the mutation.
create function app.changes_to_revert(p_transaction_id bigint, p_mutation_id uuid) returns table (
  typename text, entity_id text, operation_type text, changed_at timestamptz, old_values jsonb, new_values jsonb,
  audit_id uuid
)
language sql stable
begin atomic
  select c.typename, c.entity_id, c.operation_type, c.changed_at, c.old_values, c.new_values, c.audit_id
  from app.get_transaction_changes(p_transaction_id) c
  where p_mutation_id is null
    or c.mutation_id = p_mutation_id and c.changed_at <= (
      select case when m.given then 'infinity' else m.ended_at end from app.mutation m
      where m.mutation_id = p_mutation_id);
end;
