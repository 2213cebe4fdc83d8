-- app.revert(p_source text, p_tenant_id uuid, p_transaction_id bigint, p_mutation_id uuid, p_search_path text)
--   returns jsonb
-- Runs app.revert_changes as a mutation, or as part of the running one. Internal.
--   p_source     name of the mutation; shortened where it is too long for one
--   p_tenant_id  tenant of the mutation if the context has none
--   p_search_path  that of the session, which the triggers of the tables find
-- Returns the cascade; null inside a running mutation. Afterwards the context is the same as before.
create function app.revert(
  p_source text, p_tenant_id uuid, p_transaction_id bigint, p_mutation_id uuid, p_search_path text
) returns jsonb
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_nested boolean := app.context_text('app.mutation_depth') is not null;
  v_tenant_id text := current_setting('app.tenant_id', true);
  v_causation_id text := current_setting('app.causation_id', true);
  v_cascade jsonb;
begin
  if v_nested then
    perform app.revert_changes(p_transaction_id, p_mutation_id, p_search_path);
    return null;
  end if;
  perform app.begin_mutation(
    case when app.is_too_long(p_source) then left(p_source, 128) else p_source end,
    coalesce(app.context_uuid('app.tenant_id'), p_tenant_id), p_causation_id => p_mutation_id);
  perform app.revert_changes(p_transaction_id, p_mutation_id, p_search_path);
  v_cascade := app.end_mutation();
  perform
    set_config('app.tenant_id', coalesce(v_tenant_id, ''), true),
    set_config('app.causation_id', coalesce(v_causation_id, ''), true);
  return v_cascade;
end
$function$;
