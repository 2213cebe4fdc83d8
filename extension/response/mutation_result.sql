-- app.mutation_result: what a mutation function returns.
create type app.mutation_result as (
  id uuid,
  updated_fields text[],
  status text,
  message text,
  object_data jsonb,
  extra_metadata jsonb
);
comment on type app.mutation_result is 'What a mutation function returns.';
comment on column app.mutation_result.id is 'The entity.';
comment on column app.mutation_result.updated_fields is 'Names of the fields that changed.';
comment on column app.mutation_result.status is 'Outcome, for example success or failed:not_found.';
comment on column app.mutation_result.message is 'For people.';
comment on column app.mutation_result.object_data is 'The entity after the mutation.';
comment on column app.mutation_result.extra_metadata is 'What else there is to tell, for example _cascade.';
