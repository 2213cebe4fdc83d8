-- app.changed_rows(p_target app.audited_table, p_operation text) returns text
-- The FROM and WHERE of the statement that writes audit rows: o holds before images, n after images. Internal.
-- Both sides of an update are joined by key in a FULL JOIN: it is never executed as a nested loop, whatever number of rows the
-- cached plan was made for, and a row whose key changed comes out as the old entity's end and the new one's beginning.
-- A row counts as unchanged when it is the same to the bit; what is ignored is left out of the comparison.
create function app.changed_rows(p_target app.audited_table, p_operation text) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case p_operation
    when 'INSERT' then format('from %s n', app.image_source(p_target, r.new_rows))
    when 'DELETE' then format('from %s o', app.image_source(p_target, r.old_rows))
    when 'UPDATE' then format(E'from %s o\n      %s %s n%s%s',
      app.image_source(p_target, r.old_rows),
      case when k.condition is null then 'cross join' else 'full join' end,
      app.image_source(p_target, r.new_rows),
      E'\n      on ' || k.condition,
      case
        when (p_target).keep_unchanged then ''
        when (p_target).ignored_columns <> '{}' then E'\n      where o.compared is distinct from n.compared'
        else E'\n      where (o.row_value *<> n.row_value) is not false'
      end)
  end
  from (select case when (p_target).level = 'statement' then 'old_rows' else 'old' end as old_rows,
    case when (p_target).level = 'statement' then 'new_rows' else 'new' end as new_rows) r
  cross join (
    select string_agg(format('%s = %s', app.comparable_key(p_target, c, 'DELETE'), app.comparable_key(p_target, c, 'INSERT')), ' and ') as condition
    from unnest((p_target).key_columns) c) k);
revoke all on function app.changed_rows(app.audited_table, text) from public;
comment on function app.changed_rows(app.audited_table, text) is 'Internal: SQL of the rows a change touched.';
