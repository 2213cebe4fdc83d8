-- app.has_context() returns boolean
-- Whether any setting is there that an audit trigger records. One expression, inlined: most statements have no context,
-- and reading seven settings apart costs several times as much. Internal.
create function app.has_context() returns boolean
language sql stable parallel safe
return concat(
  current_setting('app.mutation_id', true), current_setting('app.tenant_id', true), current_setting('app.user_id', true),
  current_setting('app.change_reason', true), current_setting('app.cascade_source', true), current_setting('app.cascade_data', true),
  current_setting('app.cascade_entities', true)) <> '';
