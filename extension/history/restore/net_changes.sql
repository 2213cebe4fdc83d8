-- app.imaged_changes(p_transaction_id bigint, p_mutation_id uuid) returns table (typename text, ...)
-- The changes of app.changes_to_revert with the images of the row before and after; null where there was none.
-- Internal.
create function app.imaged_changes(p_transaction_id bigint, p_mutation_id uuid) returns table (
  typename text, entity_id text, before jsonb, after jsonb, changed_at timestamptz, audit_id uuid
)
language sql stable
begin atomic
  select c.typename, c.entity_id,
    case when c.operation_type in ('UPDATE', 'DELETE') then c.old_values end,
    case when c.operation_type in ('INSERT', 'UPDATE') then
      case t.storage when 'embedded' then c.new_values - '{_cascade,_mutation}'::text[] else c.new_values end
    end,
    c.changed_at, c.audit_id
  from app.changes_to_revert(p_transaction_id, p_mutation_id) c
  join app.audited_table t on t.typename = c.typename;
end;

-- app.net_changes(p_transaction_id bigint, p_mutation_id uuid) returns setof app.row_change
-- The net change that a mutation made to each row. Internal; with the caller's rights.
--   p_mutation_id  null for all mutations of the transaction
-- Of the states of a row, all but the first and the last cancel out, so the order in which triggers recorded them does
-- not matter. If an ignored column changed in between, states do not cancel out: then the first and the last in time
-- count.
create function app.net_changes(p_transaction_id bigint, p_mutation_id uuid) returns setof app.row_change
language sql stable
begin atomic
  with change as (
    select c.*, row_number() over (order by c.changed_at, c.audit_id) as position
    from app.imaged_changes(p_transaction_id, p_mutation_id) c
  ),
  state as (
    select c.typename, c.entity_id, s.image, sum(s.sign) as net, min(c.position) as first, max(c.position) as last
    from change c
    cross join lateral (values (c.before, -1), (c.after, 1)) s (image, sign)
    group by c.typename, c.entity_id, s.image
    having sum(s.sign) <> 0
  ),
  net as (
    select typename, entity_id,
      (array_agg(image order by first) filter (where net < 0))[1] as before,
      (array_agg(image order by last desc) filter (where net > 0))[1] as after
    from state
    group by typename, entity_id
  )
  select n.typename, app.image_key(t.key_columns, coalesce(n.after, n.before)), n.before, n.after
  from net n
  join app.audited_table t on t.typename = n.typename
  where exists (select from app.audit_diff(n.before, n.after) d where d.column_name <> all (t.ignored_columns));
end;
