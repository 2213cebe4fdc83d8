-- app.changed_rows(p_target app.audited_table, p_operation text) returns text
-- The FROM and WHERE of the statement that writes audit rows: o holds before images, n after images. Internal. For many
-- updated rows both sides are joined by key in a FULL JOIN: it is never executed as a nested loop, whatever number of
-- rows the cached plan was made for, and a row whose key changed comes out as the old entity's end and the new one's
-- beginning. A row counts as unchanged when it is the same to the bit; what is ignored is left out of the comparison.
--   p_operation  see app.audit_insert
create function app.changed_rows(p_target app.audited_table, p_operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case p_operation
  when 'INSERT' then format('from %s n', app.image_source(p_target, 'new'))
  when 'DELETE' then format('from %s o', app.image_source(p_target, 'old'))
  when 'TRUNCATE' then ''
  else format(E'from %s o\n      %s %s n%s%s',
    app.image_source(p_target, 'old'),
    case p_operation when 'UPDATE' then 'full join' else 'cross join' end,
    app.image_source(p_target, 'new'),
    case p_operation when 'UPDATE' then E'\n      on ' || app.same_key(p_target) end,
    case
      when (p_target).keep_unchanged then ''
      when (p_target).ignored_columns <> '{}' then E'\n      where o.compared is distinct from n.compared'
      else E'\n      where (o.row_value *<> n.row_value) is not false'
    end)
end;
