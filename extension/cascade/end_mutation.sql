-- app.end_mutation(p_invalidations jsonb default null) returns jsonb
-- Ends the running mutation, stores it with its cascade in app.mutation and returns the cascade.
--   p_invalidations  array of {queryName, strategy?, scope?, ...}, see app.require_invalidations; added to those of
--                    nested mutations
-- Returns the cascade document (see app.cascade_document). The end of a nested mutation returns null: the cascade of
-- the outer mutation contains its changes. The settings of the request (app.tenant_id, app.user_id, app.trace_id, ...)
-- stay until the transaction ends, for the events written next.
-- Errors: 55000 when no mutation is running, when app.mutation_id is not that of the running mutation, or when the
--   mutation ended already; 22023 for invalid invalidations; 22P02 for a setting that cannot be read,
--   54000 for one that is too long.
create function app.end_mutation(p_invalidations jsonb default null) returns jsonb
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_depth integer := app.mutation_depth();
  v_invalidations jsonb := app.mutation_invalidations() || app.require_invalidations(p_invalidations);
  v_mutation_id uuid := app.context_uuid('app.mutation_id');
  v_touched record;
  v_changes app.change[];
  v_cascade jsonb;
begin
  if v_depth = 0 then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = 'no mutation is running',
      detail = 'app.begin_mutation was not called in this transaction, or what it began was rolled back.',
      hint = 'Call app.begin_mutation after BEGIN, in the same transaction; '
        'outside of a transaction block a mutation ends with its statement.';
  end if;
  if v_depth > 1 then
    perform
      set_config('app.mutation_depth', (v_depth - 1)::text, true),
      set_config('app.mutation_invalidations', v_invalidations::text, true);
    return null;
  end if;

  select * into v_touched from app.touched_entities(v_mutation_id);
  v_changes := app.mutation_changes(v_mutation_id, txid_current(), v_touched.entities);
  v_cascade := app.cascade_document(v_changes, v_invalidations);
  perform app.store_mutation(
    v_mutation_id, v_cascade,
    coalesce((select array_agg(distinct c.typename order by c.typename) from unnest(v_changes) c), '{}'), v_changes,
    v_touched.primary_typename);
  perform
    set_config('app.mutation_id', '', true),
    set_config('app.cascade_source', '', true),
    set_config('app.mutation_depth', '', true),
    set_config('app.mutation_entities', '', true),
    set_config('app.mutation_invalidations', '', true);
  return v_cascade;
end
$function$;
