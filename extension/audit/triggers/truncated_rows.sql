-- app.refuse_hidden_truncate(p_table regclass) returns void
-- Raises 55000 for a TRUNCATE of a table some rows of which its audit trigger may not see. Internal.
create function app.refuse_hidden_truncate(p_table regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = format('TRUNCATE of %s cannot be audited', p_table),
    detail = format(
      'Its row-level security is in force for %s, with whose rights it is audited, and may hide rows.', current_user),
    hint = format('Run: alter table %s no force row level security. Or delete the rows, which audits each.', p_table);
end
$function$;

-- app.truncated_rows(p_target app.audited_table) returns text
-- The statements by which the trigger function audits TRUNCATE. Internal. A marker; in the embedded form, whose table
-- may refuse such an operation_type or a row without entity_id, a DELETE of each row there is. A policy that is in
-- force there for whoever enabled it would hide rows from that DELETE: then the TRUNCATE is refused.
create function app.truncated_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case (p_target).storage
  when 'columns' then app.audit_insert(p_target, 'TRUNCATE')
  else app.render_sql($sql$
    if row_security_active(tg_relid) then
      perform app.refuse_hidden_truncate(tg_relid::regclass);
    end if;
    for v_row in execute format({rows_of:L}, tg_relid::regclass) loop
      {delete}
    end loop;
  $sql$, jsonb_build_object(
    'rows_of', format('select %s as image from only %%s specql_row',
      replace(app.image_expression(p_target, 'specql_row.*'), '%', '%%')),
    'delete', app.audit_insert(p_target, 'DELETE', 'from (select v_row.image) o')))
end;
