-- app.v_dead_letters: the events that are not delivered any more, because they failed or their lease expired too often.
create view app.v_dead_letters with (security_invoker = true) as
select
  r.consumer, c.log, r.event_id, (r.event).id, (r.event).event_type, (r.event).aggregate_type, (r.event).aggregate_id,
  r.partition_key, (r.event).tenant_id, (r.event).payload, (r.event).metadata, (r.event).created_at,
  r.failures, r.deliveries, r.last_error, r.dead_at
from app.consumer_retry r
join app.consumer c on c.consumer = r.consumer
where r.dead_at is not null
order by r.consumer, r.event_id;
comment on view app.v_dead_letters is
  'The events that are not delivered any more, because they failed or their lease expired too often.';
