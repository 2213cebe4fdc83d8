-- app.reverse_steps(p_transaction_id bigint, p_mutation_id uuid, p_changes app.row_change[]) returns app.row_change[]
-- Every change of the rows in the net changes of a mutation, the latest first. Internal; with the caller's rights.
-- Taken back in this order, they go through the states that the constraints of the tables allowed.
--   p_mutation_id  null for every change of the transaction
create function app.reverse_steps(
  p_transaction_id bigint, p_mutation_id uuid, p_changes app.row_change[]
) returns app.row_change[]
language sql stable
begin atomic
  select coalesce(
    array_agg(row(s.typename, s.key, s.before, s.after)::app.row_change order by s.changed_at desc, s.audit_id desc),
    '{}')
  from (
    select c.typename, c.before, c.after, c.changed_at, c.audit_id,
      app.image_key(t.key_columns, coalesce(c.after, c.before)) as key
    from app.imaged_changes(p_transaction_id, p_mutation_id) c
    join app.audited_table t on t.typename = c.typename) s
  where (s.typename, s.key) in (select n.typename, n.key from unnest(p_changes) n);
end;
