-- app.check_audit_table(p_table regclass, p_storage text) returns void
-- Refuses a table that only has the name of an audit table. Internal.
create function app.check_audit_table(p_table regclass, p_storage text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_missing text := (
    select string_agg(needed, ', ')
    from unnest(array['audit_id', 'entity_id', 'operation_type', 'new_values'] || case p_storage when 'embedded' then array['old_values'] else '{}' end) needed
    where not exists (select from pg_attribute where attrelid = p_table and attname = needed and not attisdropped));
begin
  if v_missing is not null then
    raise exception using
      errcode = 'duplicate_table',
      message = format('%s exists and is no audit table', p_table),
      detail = format('It lacks %s.', v_missing),
      hint = 'Rename it, or choose another entity name with p_entity.';
  end if;
end
$function$;
revoke all on function app.check_audit_table(regclass, text) from public;
comment on function app.check_audit_table(regclass, text) is 'Internal: refuses a table that only has the name of an audit table.';
