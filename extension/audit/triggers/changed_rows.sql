-- app.changed_rows(p_target app.audited_table, p_operation text) returns text
-- The FROM and WHERE of the statement that writes the audit rows of a statement: o holds before images, n after
-- images. Internal. For many updated rows both sides are joined by key in a FULL JOIN: it is never executed as a nested
-- loop, whatever number of rows the cached plan was made for, and a row whose key changed comes out as the old entity's
-- end and the new one's beginning. A row counts as unchanged when it is the same to the bit; what is ignored is left
-- out of the comparison.
--   p_operation  see app.audit_insert
create function app.changed_rows(p_target app.audited_table, p_operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case p_operation
  when 'INSERT' then format('from %s n', app.image_source(p_target, 'new'))
  when 'DELETE' then format('from %s o', app.image_source(p_target, 'old'))
  when 'TRUNCATE' then ''
  else app.render_sql($sql$
      from {old} o
      {join} {new} n
      {on}
      {where}
  $sql$, jsonb_build_object(
    'old', app.image_source(p_target, 'old'),
    'new', app.image_source(p_target, 'new'),
    'join', case p_operation when 'UPDATE' then 'full join' else 'cross join' end,
    'on', case p_operation when 'UPDATE' then 'on ' || app.same_key(p_target) else '' end,
    'where', case
      when (p_target).keep_unchanged then ''
      else (
        select 'where ' || app.differ(
          array_agg('o.value' || number order by number), array_agg('n.value' || number order by number))
        from app.relation_columns(p_target, (p_target).relation) c
        cross join lateral app.row_values(p_target, c, 'specql_row.*', '') records
        cross join lateral generate_subscripts(records, 1) number) end))
end;

-- app.changed_row(p_target app.audited_table, p_operation text, p_columns app.row_columns) returns text
-- The WHERE of the statement that writes the audit row of one row of a row trigger. Internal.
create function app.changed_row(
  p_target app.audited_table, p_operation text, p_columns app.row_columns
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when p_operation <> 'ONE UPDATE' or (p_target).keep_unchanged then ''
  else 'where ' || app.differ(
    app.row_values(p_target, p_columns, 'old', 'old.'), app.row_values(p_target, p_columns, 'new', 'new.'))
end;
