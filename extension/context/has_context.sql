-- app.has_context() returns boolean
-- Whether any setting is set that an audit trigger records. Internal.
-- One expression, which the planner inlines: most statements have no context, and reading the seven settings one by one
-- costs several times as much.
create function app.has_context() returns boolean
language sql stable parallel safe
return concat(
  current_setting('app.mutation_id', true),
  current_setting('app.tenant_id', true),
  current_setting('app.user_id', true),
  current_setting('app.change_reason', true),
  current_setting('app.cascade_source', true),
  current_setting('app.cascade_data', true),
  current_setting('app.cascade_entities', true)) <> '';
