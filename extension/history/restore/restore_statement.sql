-- app.restore_part(p_target app.audited_table, p_operation text, p_changes app.row_change[]) returns text
-- The part of app.restore_statement that deletes, updates or inserts in one table. Internal.
-- An update sets the columns that changed in any row, an insert the columns that every image has. Generated columns are
-- computed, identity columns cannot be updated, and ignored columns keep their current values.
create function app.restore_part(p_target app.audited_table, p_operation text, p_changes app.row_change[]) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_changed name[] := array(
    select distinct d.column_name::name
    from unnest(p_changes) c
    cross join lateral app.audit_diff(c.before, c.after) d
    where c.typename = p_target.typename and c.after is not null and c.before ? d.column_name);
  v_complete name[] := array(
    select k.name::name
    from unnest(p_changes) c
    cross join lateral jsonb_object_keys(c.before) k (name)
    where c.typename = p_target.typename and c.after is null
    group by k.name
    having count(*) = (
      select count(*) from unnest(p_changes) c where c.typename = p_target.typename and c.after is null));
  v_columns name[] := array(
    select a.attname from pg_attribute a
    where a.attrelid = p_target.relation and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and case p_operation
        when 'INSERT' then a.attname = any (v_complete)
        when 'UPDATE' then
          a.attname = any (v_changed) and a.attidentity <> 'a' and a.attname <> all (p_target.ignored_columns)
        else false
      end
    order by a.attnum);
  v_values jsonb := jsonb_build_object(
    'table', p_target.relation::text,
    'typename', p_target.typename);
begin
  return case p_operation
    when 'DELETE' then app.render_sql($sql$
      delete from {table} t
      using step c cross join lateral jsonb_to_record(c.key) r ({read_columns})
      where c.typename = {typename:L} and c.before is null and {same_key}
      returning c.typename, c.key, null::jsonb as image
    $sql$, v_values || jsonb_build_object(
      'read_columns', app.record_columns(p_target, p_target.key_columns),
      'same_key', app.key_match(p_target, 't', 'r')))
    when 'UPDATE' then app.render_sql($sql$
      update {table} t set {assignments}
      from step c cross join lateral jsonb_to_record(c.before) r ({read_columns})
      where c.typename = {typename:L} and c.before is not null and c.after is not null and {same_key}
        and (select count(*) from deleted) >= 0
      returning c.typename, c.key, {image} as image
    $sql$, v_values || jsonb_build_object(
      'assignments', (
        select string_agg(format('%I = %s', name, app.restored_value(p_target, name)), ', ')
        from unnest(v_columns) name),
      'read_columns', app.record_columns(p_target, p_target.key_columns || v_columns),
      'same_key', app.key_match(p_target, 't', 'r'),
      'image', app.canonical_expression(p_target, 't.*')))
    when 'INSERT' then app.render_sql($sql$
      insert into {table} as t ({columns}) overriding system value
      select {values} from step c cross join lateral jsonb_to_record(c.before) r ({read_columns})
      where c.typename = {typename:L} and c.before is not null and c.after is null
        and (select count(*) from deleted) + (select count(*) from updated) >= 0
      returning {typename:L}::text as typename, app.image_key({key_columns:L}, {image}) as key, {image} as image
    $sql$, v_values || jsonb_build_object(
      'columns', (select string_agg(quote_ident(name), ', ') from unnest(v_columns) name),
      'read_columns', app.record_columns(p_target, v_columns),
      'values', (select string_agg(app.restored_value(p_target, name), ', ') from unnest(v_columns) name),
      'key_columns', p_target.key_columns::text,
      'image', app.canonical_expression(p_target, 't.*')))
  end;
end
$function$;

-- app.restore_statement(p_changes app.row_change[]) returns text
-- One statement that restores the before image of every row in the changes $1. Internal.
-- $2 is the search path that the triggers of the tables find: set when the statement runs, after its names are looked
-- up, as they may be written for that of the session.
-- It returns an app.row_change[] with the image it wrote as after. One statement, so that foreign keys are checked when
-- all rows are restored. It deletes before it updates and updates before it inserts, so that unique values are free
-- when needed.
create function app.restore_statement(p_changes app.row_change[]) returns text
language sql stable
begin atomic
  -- Materialized: app.restore_part must not be called for what has no changes, whatever the order of joins.
  with wanted as materialized (
    select o.operation, o.into_name, o.position, t as target
    from (values ('DELETE', 'deleted', 1), ('UPDATE', 'updated', 2), ('INSERT', 'inserted', 3))
      o (operation, into_name, position)
    cross join app.audited_table t
    where exists (
      select from unnest(p_changes) c
      where c.typename = t.typename
        and o.operation = case when c.before is null then 'DELETE' when c.after is null then 'INSERT' else 'UPDATE' end)
  ),
  part as (
    select w.into_name, w.position, (w.target).entity, app.restore_part(w.target, w.operation, p_changes) as statement
    from wanted w
  ),
  union_of as (
    select o.into_name, o.position,
      coalesce(
        string_agg(format('%I as (%s), ', into_name || '_' || p.entity, p.statement), '' order by p.entity)
          filter (where p.entity is not null),
        '') as parts,
      coalesce(
        string_agg(format('select * from %I', into_name || '_' || p.entity), ' union all ' order by p.entity)
          filter (where p.entity is not null),
        'select null::text as typename, null::jsonb as key, null::jsonb as image where false') as members
    from (values ('deleted', 1), ('updated', 2), ('inserted', 3)) o (into_name, position)
    left join part p using (into_name, position)
    group by o.into_name, o.position
  )
  select app.render_sql($sql$
    with step as materialized (
      select * from unnest($1) where (select set_config('search_path', $2, true)) is not null),
    {parts}
    select coalesce(array_agg(row(w.typename, w.key, null, w.image)::app.row_change), '{}')
    from (
      select * from deleted
      union all
      select * from updated
      union all
      select * from inserted) w
  $sql$, jsonb_build_object(
    'parts', string_agg(format('%s%s as (%s)', parts, into_name, members), ', ' order by position)))
  from union_of;
end;
