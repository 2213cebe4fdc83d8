-- app.dead_letters() returns table (...)
-- The rows of app.v_dead_letters. Internal to the view, with its owner's rights: a bound consumer sees its own without
-- reading the tables.
create function app.dead_letters() returns table (
  consumer text, log text, event_id bigint, id uuid, event_type text, aggregate_type text, aggregate_id uuid,
  partition_key text, tenant_id uuid, payload jsonb, metadata jsonb, created_at timestamptz,
  failures integer, deliveries integer, last_error text, dead_at timestamptz
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select
    r.consumer, c.log, r.event_id, (r.event).id, (r.event).event_type, (r.event).aggregate_type, (r.event).aggregate_id,
    r.partition_key, (r.event).tenant_id, (r.event).payload, (r.event).metadata, (r.event).created_at,
    r.failures, r.deliveries, r.last_error, r.dead_at
  from app.consumer_retry r
  join app.consumer c on c.consumer = r.consumer
  where r.dead_at is not null and app.may_use_consumer(r.consumer)
  order by r.consumer, r.event_id;
end;

-- app.v_dead_letters: the events that are not delivered any more, because they failed or their lease expired too often.
create view app.v_dead_letters with (security_invoker = true) as
select
  consumer, log, event_id, id, event_type, aggregate_type, aggregate_id, partition_key, tenant_id, payload, metadata,
  created_at, failures, deliveries, last_error, dead_at
from app.dead_letters();
comment on view app.v_dead_letters is
  'The events that are not delivered any more, because they failed or their lease expired too often.';
