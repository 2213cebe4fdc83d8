-- app.mutation_result: the result of a mutation function.
create type app.mutation_result as (
  id uuid,
  updated_fields text[],
  status text,
  message text,
  object_data jsonb,
  extra_metadata jsonb
);
comment on type app.mutation_result is 'The result of a mutation function.';
comment on column app.mutation_result.id is 'Id of the entity.';
comment on column app.mutation_result.updated_fields is 'Names of the fields that changed.';
comment on column app.mutation_result.status is 'Outcome, for example success or failed:not_found.';
comment on column app.mutation_result.message is 'Message for people.';
comment on column app.mutation_result.object_data is 'The entity after the mutation.';
comment on column app.mutation_result.extra_metadata is 'Further results, for example _cascade.';
