-- app.v_outbox_recent: the events of the last hour, newest first.
create view app.v_outbox_recent with (security_invoker = true) as
select
  id, aggregate_type, aggregate_id, event_type, created_at, processed_at,
  extract(epoch from coalesce(processed_at, now()) - created_at) as processing_seconds
from app.outbox
where created_at > now() - interval '1 hour'
order by created_at desc, event_id desc;
comment on view app.v_outbox_recent is 'Events of the outbox of the last hour, newest first.';
