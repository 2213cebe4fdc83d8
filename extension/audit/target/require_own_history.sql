-- app.require_own_history(p_target app.audited_table) returns void
-- Refuses to go on with a history that is not the table's own: that of another role's table which was dropped, or an
-- audit table from before the extension. Whoever enables could add to it, or drop it. Internal; as the owner of the
-- extension. The owner of the audit table may, and shows it by a claim.
-- Errors: 42501 naming the audit table.
create function app.require_own_history(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table regclass := app.audit_table_of((p_target).entity);
begin
  if exists (
      select from app.audited_table t
      where t.entity = (p_target).entity
        and (t.relation = (p_target).relation
          or t.owner_oid = (select relowner from pg_class where oid = (p_target).relation)
            -- It may have been given away since that was noted.
            and not exists (select from pg_class f where f.oid = t.relation and f.relowner <> t.owner_oid)))
    or coalesce((select relkind from pg_class where oid = v_table) not in ('r', 'p'), true)
    or app.is_claimed(v_table)
  then
    return;
  end if;
  raise exception using
    errcode = 'insufficient_privilege',
    message = format('%s is not the history of a table of %s', v_table, (p_target).owner_name),
    detail = format('Enabling %s would go on with it.', (p_target).relation),
    hint = format('Its owner, %s, may do this. Or choose another entity name with p_entity.',
      (select relowner::regrole from pg_class where oid = v_table));
end
$function$;
