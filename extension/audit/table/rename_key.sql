-- app.renamed_key(p_known app.audited_table) returns name[]
-- The names that the key columns of a table have now; null unless some were renamed since it was last enabled.
-- Internal.
create function app.renamed_key(p_known app.audited_table) returns name[]
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select array_agg(a.attname order by n.position)
  from unnest((p_known).key_numbers) with ordinality n (number, position)
  join pg_attribute a on a.attrelid = (p_known).relation and a.attnum = n.number and not a.attisdropped
  where not app.has_columns((p_known).relation, (p_known).key_columns)
  having count(*) = cardinality((p_known).key_columns));

-- app.rename_key(p_target app.audited_table, p_former name[]) returns void
-- Gives audit rows the ids that they would have under the new names of the key columns, so that the rows of an entity
-- from before and after the renaming are of one entity. Internal; as the owner of the extension. Until the table was
-- enabled again, audit rows had no id. The names of a composite key are part of the id. An image that has neither all
-- former names nor only names of present columns may hold anything under the new ones: its row stays as it is.
--   p_former  the former names, in the order of the key columns
create function app.rename_key(p_target app.audited_table, p_former name[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table regclass := app.audit_table_of(p_target.entity);
  v_id_type text := app.recorded_id_type(v_table);
  v_is_composite boolean := cardinality(p_target.key_columns) > 1;
  -- SQL of the key under its present names, from an image or an id with the former ones.
  v_renamed text := (
    select format('jsonb_build_object(%s)', string_agg(format('%L, x.x -> %L', k.now, k.former), ', '))
    from unnest(p_target.key_columns, p_former) k (now, former));
begin
  perform app.require_read_committed(
    'the renamed key cannot be followed', 'Audit rows that have committed since its beginning would be left out.');
  execute app.render_sql($sql$
    update {table} u set entity_id = k.entity_id
    from (
      select a.audit_id, {entity_id} as entity_id
      from {table} a
      cross join lateral (select {known} as image from (select {after} as image) image) n
      cross join lateral (select {known} as image from (select {before} as image) image) o
      where a.operation_type <> 'TRUNCATE' {without_id} and coalesce(n.image, o.image) is not null) k
    where u.audit_id = k.audit_id and u.entity_id is distinct from k.entity_id
  $sql$, jsonb_build_object(
    'table', v_table::text,
    'entity_id', app.entity_id_value(p_target, v_id_type, 'UPDATE', true),
    -- A column of another meaning may have had the present name before.
    'known', app.render_sql($sql$
      case
        {from_id}
        when image.image ?& {former:L}::text[] then image.image || (select {renamed} from (select image.image) x (x))
        when array(select jsonb_object_keys(image.image)) <@ {present:L}::text[] then image.image
      end
    $sql$, jsonb_build_object(
      'from_id', case when v_is_composite then format(
        'when jsonb_strip_nulls(a.entity_id) ?& %L::text[]
          then image.image || (select %s from (select a.entity_id) x (x))', p_former, v_renamed) else '' end,
      'renamed', v_renamed,
      'former', p_former::text,
      'present', array(
        select attname from pg_attribute
        where attrelid = p_target.relation and attnum > 0 and not attisdropped)::text)),
    'after', $$case when a.operation_type in ('INSERT', 'UPDATE') then a.new_values end$$,
    'before', $$case when a.operation_type in ('UPDATE', 'DELETE') then a.old_values end$$,
    'without_id', case when v_is_composite then '' else 'and a.entity_id is null' end));
  -- Such a row had a name of the key in between. Only a baseline tells then what the table holds.
  execute format($$
    update app.audited_table set complete_since = 'infinity'
    where entity = $1
      and exists (select from %s where entity_id is null and operation_type <> 'TRUNCATE')$$, v_table)
  using p_target.entity;
end
$function$;
