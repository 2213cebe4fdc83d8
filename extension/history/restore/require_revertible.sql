-- app.require_revertible(p_transaction_id bigint, p_mutation_id uuid) returns void
-- Requires that the audit rows record the changes in full. Internal; with the caller's rights.
-- Errors: 42501 when the caller may not read every audit row; 55000 naming the table and the missing part; those of
--   app.require_whole.
create function app.require_revertible(p_transaction_id bigint, p_mutation_id uuid) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_obstacle record;
begin
  select t.relation into v_obstacle
  from app.audited_table t
  cross join lateral app.audit_table_of(t.entity) a (audit_table)
  where not has_table_privilege(a.audit_table, 'select')
    or (row_security_active(a.audit_table) and not app.reads_all_tenants())
  limit 1;
  if found then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('you may not read all audit rows of %s', v_obstacle.relation),
      detail = 'A change taken back in part would be worse than none.',
      hint = 'Have the owner of the audited tables or an administrator do it.';
  end if;
  perform app.require_whole(p_transaction_id, p_mutation_id);
  select o.* into v_obstacle
  from (
    select t.relation,
      case
        when bool_or(c.operation_type = 'TRUNCATE') then 'It was truncated; what it held is not in the audit rows.'
        when not exists (select from pg_class where oid = t.relation) then 'It was dropped.'
        when not t.enabled then 'Auditing it is off, so taking the change back would leave no trace.'
        when not app.replays_by_key(t) then 'It has no unique key to find its rows by.'
      end as reason
    from app.changes_to_revert(p_transaction_id, p_mutation_id) c
    join app.audited_table t on t.typename = c.typename
    group by t.entity
    union all
    -- An update of hidden columns alone has equal images, and no net change.
    select * from app.unrestorable_columns(p_transaction_id, array(
      select n from app.net_changes(p_transaction_id, p_mutation_id) n
      union all
      select row(c.typename, app.image_key(t.key_columns, c.after), c.before, c.after)::app.row_change
      from app.imaged_changes(p_transaction_id, p_mutation_id) c
      join app.audited_table t on t.typename = c.typename
      where c.before = c.after))) o
  where o.reason is not null
  limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('what was done to %s cannot be taken back', v_obstacle.relation),
      detail = v_obstacle.reason,
      hint = 'Nothing was changed. The audit rows tell what is known: app.get_transaction_changes.';
  end if;
end
$function$;
