-- app.store_mutation(p_mutation_id, p_cascade, p_entities, p_changes, p_primary_typename, p_given, p_tenants)
--   returns void
-- Stores a mutation: one row in app.mutation and one row per affected type in app.mutation_entity. Internal.
-- User, reason and tracing ids come from the context.
--   p_cascade           jsonb, the cascade document
--   p_entities          text[], affected type names, sorted and distinct
--   p_changes           app.change[], the changes; the primary change is the first one of p_primary_typename, else the
--                       first of all
--   p_primary_typename  text, type name of the primary entity; may be null
--   p_given             boolean, whether the caller gave the cascade
--   p_tenants           uuid[], the tenants whose rows the mutation changed; default: those of p_changes
-- Without a tenant in the context, the mutation belongs to the tenant of its changes if they have the same one.
-- Errors: 55000 when the mutation was stored already; 54000 when app.change_reason, app.cascade_source or
-- app.trace_id is too long.
create function app.store_mutation(
  p_mutation_id uuid, p_cascade jsonb, p_entities text[], p_changes app.change[], p_primary_typename text,
  p_given boolean default false, p_tenants uuid[] default null
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_first app.change;
  v_context_tenant uuid := app.context_uuid('app.tenant_id');
  v_tenants uuid[] := coalesce(
    p_tenants,
    (select array_agg(distinct coalesce(tenant_id, v_context_tenant, app.no_tenant())) from unnest(p_changes)),
    '{}');
  v_tenant_id uuid := coalesce(
    v_context_tenant,
    case when cardinality(v_tenants) = 1 and v_tenants[1] not in (app.no_tenant(), app.unknown_tenant()) then
      v_tenants[1] end);
  v_source text := app.context_text('app.cascade_source');
  v_change_reason text := app.context_text('app.change_reason');
  v_trace_id text := app.context_text('app.trace_id');
  v_ended_at timestamptz;
begin
  if app.is_long_context(v_change_reason, v_source) then
    perform app.refuse_long_context(v_change_reason, v_source);
  end if;
  if app.is_too_long(v_trace_id) then
    perform app.refuse_long_setting('app.trace_id', v_trace_id, 512);
  end if;
  select c.* into v_first from unnest(p_changes) c
  order by c.typename is distinct from p_primary_typename, c.changed_at, c.audit_id limit 1;
  if v_context_tenant is not null or v_tenants = '{}' then
    v_tenants := array_remove(v_tenants, v_context_tenant) || coalesce(v_context_tenant, app.no_tenant());
  end if;
  insert into app.mutation (
    mutation_id, source, tenant_id, user_id, change_reason, entities, cascade, affected_count,
    primary_typename, primary_entity_id, audit_id, trace_id, correlation_id, causation_id, tenants, given)
  values (
    p_mutation_id, v_source, v_tenant_id, app.context_uuid('app.user_id'),
    v_change_reason, p_entities, p_cascade, app.affected_count(p_cascade),
    v_first.typename, v_first.entity_id, v_first.audit_id, v_trace_id,
    app.context_uuid('app.correlation_id'), app.context_uuid('app.causation_id'), v_tenants, p_given)
  on conflict (mutation_id) do nothing
  returning ended_at into v_ended_at;
  if v_ended_at is null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('mutation %s ended already', p_mutation_id),
      hint = 'Leave app.mutation_id and app.mutation_depth to app.begin_mutation. Roll back and begin again.';
  end if;
  insert into app.mutation_entity (typename, tenant_id, ended_at, mutation_id, tenants, change_count)
  select e.typename, v_tenant_id, v_ended_at, p_mutation_id, v_tenants,
    case when not p_given then (select count(*) from unnest(p_changes) c where c.typename = e.typename) end
  from (select distinct typename from unnest(p_entities) typename) e
  where e.typename is not null;
end
$function$;
