-- app.truncated_rows(p_target app.audited_table) returns text
-- The statements by which the trigger function audits TRUNCATE. Internal.
-- A marker; in the embedded form, whose table may refuse such an operation_type or a row without entity_id, a DELETE of each row there is.
create function app.truncated_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case (p_target).storage
  when 'columns' then app.audit_insert(p_target, 'TRUNCATE')
  else format(E'for v_row in execute format(%L, tg_relid::regclass) loop\n    %s\n    end loop;',
    format('select %s as image from only %%s specql_row', replace(app.image_expression(p_target, 'specql_row.*'), '%', '%%')),
    app.audit_insert(p_target, 'DELETE', 'from (select v_row.image) o'))
end;
revoke all on function app.truncated_rows(app.audited_table) from public;
comment on function app.truncated_rows(app.audited_table) is 'Internal: the statements by which the trigger function audits TRUNCATE.';
