-- app.v_outbox_stats: how many events of each type there are, how many of them are processed, and how long that took.
create view app.v_outbox_stats with (security_invoker = true) as
select
  event_type,
  count(*) as total_events,
  count(processed_at) as processed,
  count(*) - count(processed_at) as pending,
  avg(extract(epoch from processed_at - created_at)) as avg_processing_seconds,
  max(created_at) as latest_event
from app.outbox
group by event_type
order by total_events desc, event_type;
comment on view app.v_outbox_stats is 'Events of the outbox by type: how many, how many processed, how long that took.';
