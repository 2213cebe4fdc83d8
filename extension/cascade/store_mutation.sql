-- app.store_mutation(p_mutation_id uuid, p_cascade jsonb, p_entities text[], p_changes app.change[]) returns void
-- Writes one row to app.mutation; who and why come from the context. Internal.
--   p_cascade   the cascade document
--   p_entities  affected type names, sorted, each once
--   p_changes   the changes; the first of them is the primary one
create function app.store_mutation(p_mutation_id uuid, p_cascade jsonb, p_entities text[], p_changes app.change[]) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_first app.change;
begin
  select c.* into v_first from unnest(p_changes) c order by c.changed_at, c.audit_id limit 1;
  insert into app.mutation (
    mutation_id, source, tenant_id, user_id, change_reason, entities, cascade, affected_count,
    primary_typename, primary_entity_id, audit_id, trace_id, correlation_id, causation_id)
  values (
    p_mutation_id,
    app.context_text('app.cascade_source'),
    app.context_uuid('app.tenant_id'),
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
    app.context_uuid('app.causation_id'));
end
$function$;
revoke all on function app.store_mutation(uuid, jsonb, text[], app.change[]) from public;
comment on function app.store_mutation(uuid, jsonb, text[], app.change[]) is 'Internal: writes one row to app.mutation.';
