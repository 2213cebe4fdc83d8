-- Auditing a statement after the columns of its table changed: the images are made by a query that is written for the
-- columns there are. It takes half a millisecond a statement, until the table is enabled again.

-- app.changes_query(p_target app.audited_table, p_operation text, p_columns app.row_columns) returns text
-- A query for the changes of a statement as pairs of images, before and after. Internal. Rows are joined by key, as in
-- app.changed_rows. A key column that is gone is null, and then nobody can say which rows belong together: those of
-- before come first, so that an entity ends before it begins again.
--   p_operation  INSERT, UPDATE or DELETE
create function app.changes_query(
  p_target app.audited_table, p_operation text, p_columns app.row_columns
) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case p_operation
    when 'INSERT' then format('select null::jsonb, %s from new_rows specql_row', image)
    when 'DELETE' then format('select %s, null::jsonb from old_rows specql_row', image)
    else app.render_sql($sql$
      select o.image, n.image
      from (select {values} from old_rows specql_row) o
      full join (select {values} from new_rows specql_row) n on {same_key}
      {where}
      order by n.image is null desc
    $sql$, jsonb_build_object(
      'values', concat_ws(', ', image || ' as image',
        (select string_agg(format('%s as value%s', record, number), ', ' order by number)
         from unnest(records) with ordinality u (record, number))),
      'same_key', (
        select string_agg(format('o.image -> %L = n.image -> %L', name, name), ' and ')
        from unnest((p_target).key_columns) name),
      'where', case when (p_target).keep_unchanged then '' else 'where ' || app.differ(
        (select array_agg('o.value' || number order by number) from generate_subscripts(records, 1) number),
        (select array_agg('n.value' || number order by number) from generate_subscripts(records, 1) number)) end))
  end
  from app.image_expression(p_columns, 'specql_row.*', 'specql_row.') image
  cross join app.row_values(p_target, p_columns, 'specql_row.*', 'specql_row.') records);

-- app.audit_other_shape(p_target app.audited_table) returns text
-- The statements by which the trigger function audits a statement whose rows have another shape than it was generated
-- for. Internal. The names of the columns come from an empty row, as the snapshot may be older than the table.
create function app.audit_other_shape(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
      -- Declared here, as making a composite variable takes a microsecond.
      declare
        v_columns app.row_columns;
      begin
      if tg_op = 'INSERT' then
        v_columns.names := (
          select array(select json_object_keys(row_to_json(r.*)))
          from (select specql_row.* from (select) one left join new_rows specql_row on false) r);
      else
        v_columns.names := (
          select array(select json_object_keys(row_to_json(r.*)))
          from (select specql_row.* from (select) one left join old_rows specql_row on false) r);
      end if;
      execute app.shape_query(v_columns.names, case tg_op when 'INSERT' then 'new_rows' else 'old_rows' end)
      into v_columns.types;
      v_columns.hidden := app.current_names(
        {entity:L}, {relation:L}::regclass, {hidden:L}, {hidden_numbers:L}, v_columns.names);
      v_columns.computed := app.computed_columns(tg_relid);
      v_columns.redacted := app.current_names(
        {entity:L}, {relation:L}::regclass, {redacted:L}, {redacted_numbers:L}, v_columns.names);
      v_settings := app.pin_settings(app.image_settings(v_columns.types));
      for v_old_image, v_new_image in
        execute app.changes_query((select t from app.audited_table t where entity = {entity:L}), tg_op, v_columns)
      loop
        {insert}
        {tenants}
      end loop;
      v_settings := app.pin_settings(v_settings);
      end;
$sql$, (
  select jsonb_build_object(
    'entity', (p_target).entity,
    'relation', (p_target).relation::oid,
    'hidden', (c).hidden::text,
    'hidden_numbers', app.column_numbers((p_target).relation, (c).hidden)::text,
    'redacted', (c).redacted::text,
    'redacted_numbers', app.column_numbers((p_target).relation, (c).redacted)::text,
    'tenants', case when coalesce((p_target).tenant_column, '') = '' then '' else
      app.render_sql($sql$
        if v_given_id is not null then
        {tenants}
        end if;
      $sql$, jsonb_build_object('tenants', app.image_tenants(p_target))) end,
    'insert', app.audit_insert(p_target, 'CHANGE',
      'from (select v_old_image as image) o cross join (select v_new_image as image) n'))
  from app.relation_columns(p_target, (p_target).relation) c));
