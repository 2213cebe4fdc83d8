-- app.logs() returns text[]
-- The names of the event logs: each is a table of schema app. Internal.
create function app.logs() returns text[]
language sql immutable parallel safe
return array['outbox', 'mutation_events'];
