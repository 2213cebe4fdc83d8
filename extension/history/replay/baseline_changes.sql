-- app.baseline_changes(p_target app.audited_table) returns text
-- The query of the changes that a baseline is to record, as images before and after. Internal.
-- The former come from the audit rows and the latter from the table; the result is the pairs that differ. Both sides
-- are joined by entity_id.
create function app.baseline_changes(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when app.replays_by_key(p_target) then app.render_sql($sql$
    select case when n.image is not null then o.image else {recorded_key} || o.image end as before, n.image as after
    from ({recorded}) o
    full join (select n.image, {entity_id} as entity_id from ({present}) n) n on n.entity_id = o.entity_id
    where ({compared_before})::text is distinct from ({compared_after})::text
  $sql$, jsonb_build_object(
    'recorded', app.images_by_key(p_target, p_columns => 'entity_id, image'),
    'present', app.table_images(p_target),
    -- Images from before a key column was renamed have it under its former name.
    'recorded_key', case
      when app.recorded_id_type(app.audit_table_of((p_target).entity)) = 'jsonb' then 'o.entity_id'
      when cardinality((p_target).key_columns) > 1 then 'o.entity_id::jsonb'
      else format('jsonb_build_object(%L, o.entity_id)', (p_target).key_columns[1]) end,
    'entity_id', app.entity_id_value(
      p_target, app.recorded_id_type(app.audit_table_of((p_target).entity)), 'INSERT', true),
    'compared_before', app.compared_image(p_target, 'o.image'),
    'compared_after', app.compared_image(p_target, 'n.image')))
  else app.render_sql($sql$
    select case when d.copies < 0 then d.image end as before, case when d.copies > 0 then d.image end as after
    from (
      select (array_agg(s.image))[1] as image, sum(s.copies) as copies
      from (select image, -copies as copies from ({recorded}) k union all select image, 1 from ({present}) h) s
      group by ({compared})::text having sum(s.copies) <> 0) d
    cross join lateral generate_series(1, abs(d.copies))
  $sql$, jsonb_build_object(
    'recorded', app.images_without_key(p_target),
    'present', app.table_images(p_target),
    'compared', app.compared_image(p_target, 's.image')))
end;

-- app.baseline_rows() returns text
-- FROM of the statement that writes them, as app.audit_insert expects it: $1 holds the images before, $2 those after.
-- Internal. The variables of the context are columns here. A baseline belongs to no mutation.
create function app.baseline_rows() returns text
language sql immutable
set search_path = pg_catalog, pg_temp
return $$from unnest($1, $2) changed (before, after)
      cross join lateral (select changed.before as image) o
      cross join lateral (select changed.after as image) n
      cross join (
      select
        app.context_uuid('app.tenant_id') as v_tenant_id,
        app.context_uuid('app.user_id') as v_user_id,
        'baseline' as v_change_reason,
        null::jsonb as v_cascade_data,
        null::text[] as v_cascade_entities,
        null::timestamptz as v_cascade_timestamp,
        null::text as v_cascade_source,
        null::uuid as v_mutation_id,
        null::jsonb as v_embedded) context$$;
