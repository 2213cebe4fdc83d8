-- app.running_mutation_changes() returns app.change[]
-- The changes of the running mutation so far. Internal.
-- They come from the audit tables that the mutation touched, which the triggers list in app.mutation_entities.
create function app.running_mutation_changes() returns app.change[]
language sql volatile security definer
set search_path = pg_catalog, pg_temp
return app.mutation_changes(
  app.context_uuid('app.mutation_id'),
  pg_current_xact_id()::text::bigint,
  coalesce(string_to_array(app.context_text('app.mutation_entities'), ','), '{}'));

-- app.current_cascade() returns jsonb
-- The cascade document of the running mutation so far; null when none is running.
-- Call it for an event that is written inside the mutation. It does not end the mutation, and costs as much as
-- app.end_mutation.
create function app.current_cascade() returns jsonb
language sql volatile security definer
set search_path = pg_catalog, pg_temp
return case
  when app.context_text('app.mutation_depth') is not null then
    app.cascade_document(app.running_mutation_changes(), app.mutation_invalidations())
end;
