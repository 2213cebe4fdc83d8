-- app.get_mutations_affecting_entity(p_entity_type text, p_tenant_id uuid default null, p_limit integer default 100)
--   returns table (...)
-- The mutations that affected entities of a type, over all audited tables, one row per mutation, latest first.
--   p_entity_type  type name, for example User
--   p_tenant_id    only mutations of this tenant; null for all tenants the caller may read
--   p_limit        at most this many
-- Returns audit_id and primary_entity_id of its primary change, see app.mutation (primary_entity_id null when that has
-- no uuid), mutation_name, changed_at, cascade_data. Reads with the caller's own rights. Errors: 22004 without
-- p_entity_type.
create function app.get_mutations_affecting_entity(
  p_entity_type text, p_tenant_id uuid default null, p_limit integer default 100
) returns table (audit_id uuid, primary_entity_id uuid, mutation_name text, changed_at timestamptz, cascade_data jsonb)
language plpgsql stable
set search_path = pg_catalog, pg_temp
-- Planned for the values at hand: one index serves one tenant, the other all of them.
set plan_cache_mode = force_custom_plan
as $function$
begin
  perform app.require_value('p_entity_type', p_entity_type);
  return query
  select
    m.audit_id,
    case when m.primary_entity_id ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then m.primary_entity_id::uuid end,
    m.source,
    m.ended_at,
    m.cascade
  from app.mutation_entity e
  join app.mutation m on m.mutation_id = e.mutation_id
  where e.typename = p_entity_type and (p_tenant_id is null or e.tenant_id = p_tenant_id)
  order by e.ended_at desc
  limit p_limit;
end
$function$;
