-- app.dead_letter_states() returns table (...)
-- The rows of app.v_dead_letter_states. Internal to the view, with its owner's rights: an operator reads no event.
create function app.dead_letter_states() returns table (
  consumer text, log text, event_id bigint, event_type text, created_at timestamptz,
  failures integer, deliveries integer, dead_at timestamptz
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select r.consumer, c.log, r.event_id, (r.event).event_type, (r.event).created_at, r.failures, r.deliveries, r.dead_at
  from app.consumer_retry r
  join app.consumer c on c.consumer = r.consumer
  where r.dead_at is not null and app.may_use_consumer(r.consumer, '{operator}')
  order by r.consumer, r.event_id;
end;

-- app.v_dead_letter_states: the dead letters without what an event says: no payload, no error text, no ids of entities.
create view app.v_dead_letter_states with (security_invoker = true) as
select consumer, log, event_id, event_type, created_at, failures, deliveries, dead_at from app.dead_letter_states();
comment on view app.v_dead_letter_states is
  'Dead letters without payload, error text and ids of entities, for operators.';
