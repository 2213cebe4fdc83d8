-- app.image_variables(p_target app.audited_table) returns text
-- The variables of the trigger function for images, and for how they are made. Internal.
create function app.image_variables(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case (p_target).level
  when 'statement' then app.render_sql($sql$
  v_old_image jsonb;
  v_new_image jsonb;
  v_settings text[];
  $sql$, '{}')
  else (
    select app.render_sql($sql$
  v_old_image jsonb;
  v_new_image jsonb;
  v_differs boolean := true;
  v_settings text[];
  -- Asked once for each trigger and session, and again after an ALTER: see app.row_way. But for each row in a session
  -- that first wrote the relation under a snapshot older than that.
  v_way text[] := case app.relation_of(case when false then new end)
    when tg_relid then
      app.row_way(
        case when false then new end, {entity:L}, {relation:L}::regclass, {shapes:L}, {columns:L}::app.row_columns,
        {hidden_numbers:L}, {redacted_numbers:L})
    when 0 then
      app.row_way(
        case when tg_op is null then new end, -- as above a row of nulls, which runs nobody's code
        {entity:L}, {relation:L}::regclass, {shapes:L}, {columns:L}::app.row_columns,
        {hidden_numbers:L}, {redacted_numbers:L}) end;
    $sql$, jsonb_build_object(
      'entity', (p_target).entity,
      'relation', (p_target).relation::oid,
      'shapes', array(select shape from app.row_shapes(p_target) order by number)::text,
      'columns', row(null, null, (c).hidden, (c).redacted, (c).computed)::app.row_columns::text,
      'hidden_numbers', app.column_numbers((p_target).relation, (c).hidden)::text,
      'redacted_numbers', app.column_numbers((p_target).relation, (c).redacted)::text))
    from app.relation_columns(p_target, (p_target).relation) c)
end;

-- app.audited_statement(p_target app.audited_table) returns text
-- The statements by which a trigger of statements audits one. Internal. The static ones find no row if the table has
-- another shape; then, and only then, the rows are looked at once more.
create function app.audited_statement(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when not app.fits_gate(app.relation_columns(p_target, (p_target).relation)) then
    app.audit_other_shape(p_target)
  else app.render_sql($sql$
    if tg_op = 'UPDATE' then
      {update}
    elsif tg_op = 'INSERT' then
      {insert}
    else
      {delete}
    end if;
    if not found then
      if tg_op = 'INSERT' then
        perform from {new_of_other_shape} n limit 1;
      else
        perform from {old_of_other_shape} o limit 1;
      end if;
      if found then
      {other_shape}
      end if;
    end if;
  $sql$, jsonb_build_object(
    'update', app.updated_rows(p_target),
    'insert', app.audit_insert(p_target, 'INSERT'),
    'delete', app.audit_insert(p_target, 'DELETE'),
    'new_of_other_shape', app.other_shape(p_target, 'new'),
    'old_of_other_shape', app.other_shape(p_target, 'old'),
    'other_shape', app.audit_other_shape(p_target)))
end;

-- app.audited_changes(p_target app.audited_table) returns text
-- The part of the trigger function that writes audit rows. Internal.
create function app.audited_changes(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
  if tg_op = 'TRUNCATE' then
    {truncate}
  else
    {changes}
  end if;
$sql$, jsonb_build_object(
  'truncate', app.truncated_rows(p_target),
  'changes', case (p_target).level
    when 'statement' then app.audited_statement(p_target)
    else app.audited_rows_by_shape(p_target) end));
