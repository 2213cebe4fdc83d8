-- app.row_shapes(p_target app.audited_table) returns table (number integer, shape text, columns app.row_columns)
-- The shapes of the rows of a table, its partitions and its children. Internal. A table has one as a rule; children
-- that have columns of their own have more. Beyond the tenth shape images are made by queries.
create function app.row_shapes(p_target app.audited_table) returns table (
  number integer, shape text, columns app.row_columns
)
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select row_number() over (order by s.shape)::integer, s.shape, s.columns
  from (
    select distinct on (app.shape_text((c).names, (c).types))
      app.shape_text((c).names, (c).types) as shape, c as columns
    from app.covered_relations(p_target) r (relation)
    cross join lateral app.relation_columns(p_target, r.relation) c
    order by 1) s
  limit 10;
end;

-- app.audited_row(p_target app.audited_table, p_columns app.row_columns) returns text
-- The static statements by which a row trigger audits a row of a shape. Internal. An update that changes the key ends
-- one entity and begins another.
create function app.audited_row(p_target app.audited_table, p_columns app.row_columns) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
    if tg_op = 'UPDATE' then
      {update}
    elsif tg_op = 'INSERT' then
      {insert}
    else
      {delete}
    end if;
$sql$, jsonb_build_object(
    'update', case
      when (p_target).key_columns = '{}' then app.audit_insert(p_target, 'ONE UPDATE', null, p_columns)
      else app.render_sql($sql$
      if {same_key} then
        {one}
      else
        {delete}
        {arrival}
      end if;
      $sql$, jsonb_build_object(
        'same_key', app.same_key(p_target),
        'one', app.audit_insert(p_target, 'ONE UPDATE', null, p_columns),
        'delete', app.audit_insert(p_target, 'DELETE', null, p_columns),
        'arrival', app.audit_insert(p_target, 'ARRIVAL', null, p_columns))) end,
    'insert', app.audit_insert(p_target, 'INSERT', null, p_columns),
    'delete', app.audit_insert(p_target, 'DELETE', null, p_columns)));

-- app.audited_rows_by_shape(p_target app.audited_table) returns text
-- The statements by which a row trigger audits a row, for each known shape and for any other. Internal.
create function app.audited_rows_by_shape(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
    {known}
    else
      v_settings := app.pin_settings(v_way[3:]);
      if tg_op <> 'INSERT' then
        execute v_way[1] into v_old_image using old;
      end if;
      if tg_op <> 'DELETE' then
        execute v_way[1] into v_new_image using new;
      end if;
      {compare}
      v_settings := app.pin_settings(v_settings);
      {moved}
      if v_differs then
        {insert}
      end if;
    end if;
$sql$, jsonb_build_object(
    'known', (
      select string_agg(app.render_sql($sql$
    {branch} v_way[1] = {number:L} then
      {statements}
      $sql$, jsonb_build_object(
        'branch', case number when 1 then 'if' else 'elsif' end,
        'number', number,
        'statements', app.audited_row(p_target, columns))), E'\n' order by number)
      from app.row_shapes(p_target)),
    'compare', case when (p_target).keep_unchanged then '' else app.render_sql($sql$
      if tg_op = 'UPDATE' then
        execute v_way[2] into v_differs using old, new;
      end if;
    $sql$, '{}') end,
    'moved', case when (p_target).key_columns = '{}' then '' else app.render_sql($sql$
      if tg_op = 'UPDATE' and ({same_key}) is not true then
        {ending}
        {beginning}
        v_differs := false;
      end if;
    $sql$, jsonb_build_object(
        'same_key', (
          select string_agg(format('v_old_image -> %L = v_new_image -> %L', name, name), ' and ')
          from unnest((p_target).key_columns) name),
        'ending', app.audit_insert(p_target, 'CHANGE',
          'from (select v_old_image as image) o cross join (select null::jsonb as image) n'),
        'beginning', app.audit_insert(p_target, 'CHANGE',
          'from (select null::jsonb as image) o cross join (select v_new_image as image) n'))) end,
    'insert', app.audit_insert(p_target, 'CHANGE',
      'from (select v_old_image as image) o cross join (select v_new_image as image) n')));
