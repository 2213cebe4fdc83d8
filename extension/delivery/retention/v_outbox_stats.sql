-- app.v_outbox_stats: the number of events of each type, how many are processed (see app.v_outbox_pending), and for
-- marked events the average time from creation to the mark.
create view app.v_outbox_stats with (security_invoker = true) as
select
  o.event_type,
  count(*) as total_events,
  count(*) - coalesce(max(p.events), 0) as processed,
  coalesce(max(p.events), 0) as pending,
  avg(extract(epoch from o.processed_at - o.created_at)) as avg_processing_seconds,
  max(o.created_at) as latest_event
from app.outbox o
left join (
  select event_type, count(*) as events from app.pending_outbox() group by event_type) p on p.event_type = o.event_type
group by o.event_type
order by total_events desc, o.event_type;
comment on view app.v_outbox_stats is 
  'Events of the outbox by type: how many there are, how many are processed, and how long that took.';
