-- app.cascade_document(p_changes app.change[], p_invalidations jsonb) returns jsonb
-- Builds the cascade document of a mutation from its changes, as the GraphQL Cascade specification defines it.
-- Internal.
-- All changes of one entity become one entry, which compares the state before the first change with the state after the
-- last one. Created then updated is CREATED with the last image. Created then deleted is left out. Soft-deleted is
-- deleted, restored is CREATED.
--   p_changes        the changes, in any order
--   p_invalidations  array of the invalidations that the mutation requested
-- Returns {updated: [{__typename, id, operation, entity}], deleted: [{__typename, id, operation, deletedAt}],
--   invalidations: [...], metadata: {timestamp, transactionId, depth, affectedCount, truncated?: {updated, deleted}}}.
--   At most 500 updated entities, 100 deleted entities and 5 MB of images; metadata.truncated counts the entries that
--   were left out. depth is 0 when nothing changed, 1 when one entity changed, 2 when several did.
-- Entities without a key and truncated tables become an invalidation of their whole type. The marker of a table that
-- was truncated as a whole has existed set. The entities in a truncated partition are not known.
create function app.cascade_document(p_changes app.change[], p_invalidations jsonb) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_truncated boolean := exists (select from unnest(p_changes) where entity_id is null and existed);
begin
  if p_changes = '{}' then
    return jsonb_build_object(
      'updated', jsonb '[]',
      'deleted', jsonb '[]',
      'invalidations', coalesce(p_invalidations, '[]'),
      'metadata', jsonb_build_object(
        'timestamp', clock_timestamp(),
        'transactionId', pg_current_xact_id()::text,
        'depth', 0,
        'affectedCount', 0));
  end if;
  return (
  with change as (
    select
      c.*,
      row_number() over (partition by c.typename, c.entity_id order by c.changed_at, c.audit_id) as from_first,
      row_number() over (partition by c.typename, c.entity_id order by c.changed_at desc, c.audit_id desc) as from_last
    from (
      select * from unnest(p_changes)
      union all
      -- TRUNCATE deletes every entity of the table that changed before.
      select distinct
        e.typename, e.entity_id, t.audit_id, t.changed_at, t.operation_type, true, false, null::jsonb, null::uuid, false
      from unnest(p_changes) t
      join unnest(p_changes) e on e.typename = t.typename and e.entity_id is not null and e.changed_at < t.changed_at
      where v_truncated and t.entity_id is null and t.existed) c
  ),
  entity as (
    select
      typename,
      entity_id,
      min(changed_at) as first_at,
      min(audit_id::text) as first_audit_id,
      max(changed_at) as last_at,
      bool_or(existed) filter (where from_first = 1) as existed,
      bool_or(exists_now) filter (where from_last = 1) as exists_now
    from change
    where entity_id is not null
    group by typename, entity_id
  ),
  updated as (
    select
      e.*,
      c.image,
      row_number() over w as position,
      -- The change has no image if the images before it in its table reach 5 MB, or the entities before it 500.
      sum(case when c.left_out then 5242881 else octet_length(c.image::text) end) over w as bytes
    from entity e
    join change c on c.typename = e.typename and c.entity_id = e.entity_id and c.from_last = 1
    where e.exists_now
    window w as (order by e.first_at, e.first_audit_id)
  ),
  updated_list as (
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            '__typename', typename, 'id', entity_id,
            'operation', case when existed then 'UPDATED' else 'CREATED' end,
            'entity', image)
          order by position)
        filter (where position <= 500 and bytes <= 5242880), '[]') as entries,
      count(*) filter (where position > 500 or bytes > 5242880) as omitted,
      count(*) as total
    from updated
  ),
  deleted as (
    select *, row_number() over (order by first_at, first_audit_id) as position
    from entity
    where existed and not exists_now
  ),
  deleted_list as (
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object('__typename', typename, 'id', entity_id, 'operation', 'DELETED', 'deletedAt', last_at)
          order by position)
        filter (where position <= 100), '[]') as entries,
      count(*) filter (where position > 100) as omitted,
      count(*) as total
    from deleted
  ),
  invalidated as (
    select
      coalesce(
        jsonb_agg(
          jsonb_build_object(
            'queryName', typename, 'strategy', 'INVALIDATE', 'scope', 'ALL',
            'reason', case when truncated then 'truncated' else 'entities without a key' end)
          order by typename), '[]') as entries
    from (
      select typename, bool_or(operation_type = 'TRUNCATE') as truncated
      from change
      where entity_id is null
      group by typename) t
  )
  select jsonb_build_object(
    'updated', u.entries,
    'deleted', d.entries,
    'invalidations', coalesce(p_invalidations, '[]') || i.entries,
    'metadata',
      jsonb_build_object(
        'timestamp', clock_timestamp(),
        'transactionId', pg_current_xact_id()::text,
        'depth', least(2, (select count(distinct (typename, entity_id)) from change)),
        'affectedCount', u.total + d.total)
      || case
        when u.omitted + d.omitted > 0 then
          jsonb_build_object('truncated', jsonb_build_object('updated', u.omitted, 'deleted', d.omitted))
        else '{}'
      end)
  from updated_list u, deleted_list d, invalidated i);
end
$function$;
