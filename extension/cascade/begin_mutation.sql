-- app.begin_mutation(p_source, p_tenant_id, p_user_id, p_change_reason, p_trace_id, p_correlation_id, p_causation_id)
--   returns uuid
-- Begins a mutation: until app.end_mutation, every audited change of the transaction belongs to it.
--   p_source          text, name of the mutation, for example create_post; up to 512 bytes
--   p_tenant_id       uuid, p_user_id uuid, p_change_reason text, p_trace_id text, p_correlation_id uuid,
--                     p_causation_id uuid: the request that the mutation runs for. A value replaces the setting
--                     app.<name> until the transaction ends, null keeps the setting. The reason may have 4096 bytes
-- Returns the id of the mutation. A call inside a running mutation joins that mutation and returns its id. The settings
-- are local to the transaction: a rollback to a savepoint also rolls back a mutation that began after it, and the next
-- transaction of a pooled connection starts without settings. Begin the transaction first: outside a transaction block
-- the mutation ends with its statement.
-- Errors: 22004 without a source; 22001 for a source, reason or trace id that is too long; 22023 for a nested mutation
--   of another tenant; 55000 when app.mutation_id is not that of the running mutation; 22P02 for a setting that cannot
--   be read.
create function app.begin_mutation(
  p_source text,
  p_tenant_id uuid default null,
  p_user_id uuid default null,
  p_change_reason text default null,
  p_trace_id text default null,
  p_correlation_id uuid default null,
  p_causation_id uuid default null
) returns uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_depth integer := app.mutation_depth();
  v_mutation_id uuid;
  v_key bytea;
  v_list text := '#' || app.touch_count() || ',:';
begin
  perform app.require_value('p_source', p_source);
  if app.is_too_long(p_source) then
    perform app.refuse_length('p_source', p_source);
  end if;
  if app.is_too_long(p_change_reason, 4096) then
    perform app.refuse_length('p_change_reason', p_change_reason, 4096);
  end if;
  if app.is_too_long(p_trace_id) then
    perform app.refuse_length('p_trace_id', p_trace_id);
  end if;
  if v_depth > 0 then
    if p_tenant_id is distinct from app.context_uuid('app.tenant_id') and p_tenant_id is not null then
      raise exception using
        errcode = 'invalid_parameter_value',
        message = 'p_tenant_id differs from the tenant of the running mutation',
        detail = format('Mutation %s runs for tenant %s.', left(app.context_text('app.cascade_source'), 100),
          coalesce(app.context_text('app.tenant_id'), 'none')),
        hint = 'End the running mutation first; one mutation has one tenant.';
    end if;
    v_mutation_id := app.context_uuid('app.mutation_id');
    perform app.require_own_mutation(v_mutation_id);
    perform set_config('app.mutation_depth', (v_depth + 1)::text, true);
    return v_mutation_id;
  end if;

  select key into v_key from app.mutation_key;
  v_mutation_id := app.new_mutation_id(v_key);
  v_list := app.marked_entities(v_key, v_mutation_id, v_list);
  perform
    set_config('app.mutation_id', v_mutation_id::text, true),
    set_config('app.mutation_entities', v_list, true),
    set_config('app.cascade_source', p_source, true),
    set_config('app.mutation_depth', '1', true);
  if p_tenant_id is not null then perform set_config('app.tenant_id', p_tenant_id::text, true); end if;
  if p_user_id is not null then perform set_config('app.user_id', p_user_id::text, true); end if;
  if p_change_reason is not null then perform set_config('app.change_reason', p_change_reason, true); end if;
  if p_trace_id is not null then perform set_config('app.trace_id', p_trace_id, true); end if;
  if p_correlation_id is not null then perform set_config('app.correlation_id', p_correlation_id::text, true); end if;
  if p_causation_id is not null then perform set_config('app.causation_id', p_causation_id::text, true); end if;
  return v_mutation_id;
end
$function$;
