-- app.current_cascade() returns jsonb
-- The cascade document of the running mutation so far; null when none is running.
-- Call it for an event that is written inside the mutation. It does not end the mutation, and costs as much as
-- app.end_mutation. Errors: 55000 when app.mutation_id is not that of the running mutation.
create function app.current_cascade() returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
return case
  when app.context_text('app.mutation_depth') is not null then
    app.cascade_document(
      app.mutation_changes(
        app.context_uuid('app.mutation_id'), txid_current(),
        (app.touched_entities(app.context_uuid('app.mutation_id'))).entities),
      app.mutation_invalidations())
end;
