-- app.baseline_changes(p_target app.audited_table) returns text
-- The query of the changes that a baseline is to record, as images before and after. Internal.
-- The former come from the audit rows and the latter from the table; the result is the pairs that differ.
create function app.baseline_changes(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when app.replays_by_key(p_target) then format(
      $$select o.image as before, n.image as after
      from (%s) o full join (%s) n on %s
      where (o.image%4$s)::text is distinct from (n.image%4$s)::text$$,
      app.images_by_key(p_target), app.table_images(p_target), k.condition, k.without_ignored)
    else format(
      $$select case when d.copies < 0 then d.image end as before, case when d.copies > 0 then d.image end as after
      from (
        select (array_agg(s.image))[1] as image, sum(s.copies) as copies
        from (select image, -copies as copies from (%s) k union all select image, 1 from (%s) h) s
        group by (s.image%s)::text having sum(s.copies) <> 0) d
      cross join lateral generate_series(1, abs(d.copies))$$,
      app.images_without_key(p_target), app.table_images(p_target), k.without_ignored)
  end
  from (
    select string_agg(format('o.image -> %1$L = n.image -> %1$L', column_name), ' and ') as condition,
      case when (p_target).ignored_columns <> '{}' then format(' - %L::text[]', (p_target).ignored_columns) end
        as without_ignored
    from unnest((p_target).key_columns) column_name) k);

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
