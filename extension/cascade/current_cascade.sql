-- app.running_mutation_changes() returns app.change[]
-- The changes of the running mutation so far, from the audit tables it touched (the triggers list them in
-- app.mutation_entities). Internal.
create function app.running_mutation_changes() returns app.change[]
language sql stable security definer
set search_path = pg_catalog, pg_temp
return app.mutation_changes(
  app.context_uuid('app.mutation_id'),
  pg_current_xact_id()::text::bigint,
  coalesce(string_to_array(app.context_text('app.mutation_entities'), ','), '{}'));

-- app.current_cascade() returns jsonb
-- The cascade document of the running mutation so far, without ending it; null when none is running.
-- For an event that is written inside the mutation. Costs as much as app.end_mutation.
create function app.current_cascade() returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
return case
  when app.context_text('app.mutation_depth') is not null then
    app.cascade_document(app.running_mutation_changes(), app.mutation_invalidations())
end;
