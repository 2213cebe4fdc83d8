-- app.store_mutation(p_mutation_id uuid, p_cascade jsonb, p_entities text[], p_changes app.change[]) returns void
-- Stores a mutation: one row in app.mutation and one row per affected type in app.mutation_entity. Internal.
-- User, reason and tracing ids come from the context.
--   p_cascade   the cascade document
--   p_entities  affected type names, sorted and distinct
--   p_changes   the changes; the primary change is the first one of the type in app.mutation_primary, else the first of
--               all
-- Without a tenant in the context, the mutation belongs to the tenant of its changes if they have the same one.
create function app.store_mutation(
  p_mutation_id uuid, p_cascade jsonb, p_entities text[], p_changes app.change[]
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  -- Stands for rows that belong to no tenant.
  v_no_tenant constant uuid := '00000000-0000-0000-0000-000000000000';
  v_first app.change;
  v_tenant_id uuid := app.context_uuid('app.tenant_id');
  v_tenants uuid[] := (
    select coalesce(array_agg(distinct coalesce(tenant_id, v_tenant_id, v_no_tenant)), '{}')
    from unnest(p_changes));
begin
  select c.* into v_first from unnest(p_changes) c
  order by c.typename is distinct from app.context_text('app.mutation_primary'), c.changed_at, c.audit_id limit 1;
  with stored as (
    insert into app.mutation (
      mutation_id, source, tenant_id, user_id, change_reason, entities, cascade, affected_count,
      primary_typename, primary_entity_id, audit_id, trace_id, correlation_id, causation_id, tenants)
    values (
      p_mutation_id,
      app.context_text('app.cascade_source'),
      coalesce(v_tenant_id, case when cardinality(v_tenants) = 1 then nullif(v_tenants[1], v_no_tenant) end),
      app.context_uuid('app.user_id'),
      app.context_text('app.change_reason'),
      p_entities,
      p_cascade,
      app.affected_count(p_cascade),
      v_first.typename,
      v_first.entity_id,
      v_first.audit_id,
      app.context_text('app.trace_id'),
      app.context_uuid('app.correlation_id'),
      app.context_uuid('app.causation_id'),
      case
        when v_tenant_id is null and v_tenants <> '{}' then v_tenants
        else array_remove(v_tenants, v_tenant_id) || coalesce(v_tenant_id, v_no_tenant)
      end)
    returning mutation_id, tenant_id, entities, tenants, ended_at)
  insert into app.mutation_entity (typename, tenant_id, ended_at, mutation_id, tenants)
  select distinct typename, tenant_id, ended_at, mutation_id, tenants
  from stored, unnest(entities) typename
  where typename is not null;
end
$function$;
