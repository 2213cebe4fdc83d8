-- app.require_audit_constraints(p_target app.audited_table, p_table regclass) returns void
-- Refuses an audit table whose own constraints would refuse audit rows, and with them changes of the audited table: a
-- second audit row of a row under a unique key, the deletion of a row that a foreign key refers to. Internal.
--   p_table  an existing audit table
-- Errors: 55000 naming the constraint or index.
create function app.require_audit_constraints(p_target app.audited_table, p_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_index regclass;
  v_key record;
begin
  -- With one of these columns, or one of the table's own, any two audit rows differ.
  select i.indexrelid into v_index from pg_index i
  where i.indrelid = p_table and i.indisunique and i.indexprs is null
    and not exists (
      select from unnest(i.indkey[0:i.indnkeyatts - 1]) k (attnum)
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
      where a.attname in ('audit_id', 'changed_at') or a.attname not in (select c.name from app.audit_columns('') c))
  order by i.indexrelid limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('%s of %s would refuse a second audit row of the same row', v_index, p_table),
      detail = format('It is %s.', pg_get_indexdef(v_index)),
      hint = 'Drop it, or the constraint it belongs to, or choose another entity name with p_entity.';
  end if;
  select c.conname as name, c.confrelid::regclass as target into v_key from pg_constraint c
  where c.conrelid = p_table and c.contype = 'f'
    and (c.confrelid = (p_target).relation
      or exists (
        select from pg_attribute a
        where a.attrelid = c.conrelid and a.attname = 'entity_id' and a.attnum = any (c.conkey)))
  order by c.conname limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format(
        'foreign key %I of %s stands in the way of audit rows of rows that are gone', v_key.name, p_table),
      detail = format('It refers to %s.', v_key.target),
      hint = format('Drop it: alter table %s drop constraint %I. Or choose another entity name with p_entity.',
        p_table, v_key.name);
  end if;
end
$function$;
