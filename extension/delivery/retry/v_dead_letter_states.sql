-- app.dead_letter_states() returns table (...)
-- The rows of app.v_dead_letter_states. Internal to the view, with its owner's rights: an operator reads no event.
create function app.dead_letter_states() returns table (
  consumer text, log text, event_id bigint, event_type text, created_at timestamptz,
  failures integer, deliveries integer, dead_at timestamptz
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select d.consumer, d.log, d.event_id, d.event_type, d.created_at, d.failures, d.deliveries, d.dead_at
  from app.dead_letters() d
  order by d.consumer, d.event_id;
end;

-- app.v_dead_letter_states: the dead letters without what an event says: no payload, no error text, no ids of entities.
create view app.v_dead_letter_states with (security_invoker = true) as
select consumer, log, event_id, event_type, created_at, failures, deliveries, dead_at from app.dead_letter_states();
comment on view app.v_dead_letter_states is
  'Dead letters without payload, error text and ids of entities, for operators.';
