-- app.require_whole(p_transaction_id bigint, p_mutation_id uuid) returns void
-- Requires that no audit row of what is to be taken back is gone. Internal; with the rights of a caller who may read
-- every audit row.
--   p_mutation_id  null for every change of the transaction
-- A mutation that was collected says how many audit rows of each type it has. Of other changes nobody counted the rows.
-- They are whole if every audit table that could have some is there and complete since before the transaction.
-- Errors: 55000 naming what is missing.
create function app.require_whole(p_transaction_id bigint, p_mutation_id uuid) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_uncounted boolean := p_mutation_id is null or exists (
    select from app.mutation m where m.mutation_id = p_mutation_id and m.given);
  v_missing text;
  v_start timestamptz;
begin
  select string_agg(format('%s: %s of %s audit rows are gone.', e.typename, e.change_count - coalesce(c.found, 0),
    e.change_count), ' ' order by e.typename)
  into v_missing
  from app.mutation m
  join app.mutation_entity e
    on e.typename = any (m.entities) and e.ended_at = m.ended_at and e.mutation_id = m.mutation_id
  left join (
    select m.mutation_id, c.typename, count(*) as found
    from app.get_transaction_changes(p_transaction_id) c
    join app.mutation m on m.mutation_id = c.mutation_id and c.changed_at <= m.ended_at
    group by m.mutation_id, c.typename) c
    on c.mutation_id = m.mutation_id and c.typename = e.typename
  where m.transaction_id = p_transaction_id and (p_mutation_id is null or m.mutation_id = p_mutation_id)
    and e.change_count > coalesce(c.found, 0);
  if v_missing is null and v_uncounted then
    v_start := app.transaction_start(p_transaction_id);
    select string_agg(o.reason, ' ' order by o.reason) into v_missing
    from (
      select format('The audit table of %s is gone.', t.relation) as reason
      from app.audited_table t
      where app.audit_table_of(t.entity) is null
      union all
      select format('Audit rows of %s from before %s were removed.', t.relation, t.complete_since)
      from app.audited_table t
      where t.complete_since > v_start
      union all
      select format('The history of %s was dropped.', d.relation)
      from app.dropped_history d
      where d.last_change_at >= v_start
      union all
      select 'Its audit rows are gone.'
      from app.mutation m
      where m.mutation_id = p_mutation_id and m.affected_count > 0
        and not exists (select from app.changes_to_revert(p_transaction_id, p_mutation_id))) o;
  end if;
  if v_missing is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = case
        when p_mutation_id is null then format('transaction %s cannot be taken back', p_transaction_id)
        else format('mutation %s cannot be taken back', p_mutation_id) end,
      detail = v_missing,
      hint = 'Nothing was changed. What is left tells app.get_transaction_changes, and app.mutation what the rows were '
        'afterwards.';
  end if;
end
$function$;
