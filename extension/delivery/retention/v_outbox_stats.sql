-- app.outbox_stats() returns table (...)
-- The rows of app.v_outbox_stats. Internal to the view, with its owner's rights.
create function app.outbox_stats() returns table (
  event_type text, total_events bigint, processed bigint, pending bigint, avg_processing_seconds numeric,
  latest_event timestamptz
)
language sql stable security definer
set search_path = pg_catalog, pg_temp
begin atomic
  select
    o.event_type,
    count(*),
    count(*) - coalesce(max(p.events), 0),
    coalesce(max(p.events), 0),
    avg(extract(epoch from o.processed_at - o.created_at)),
    max(o.created_at)
  from app.outbox o
  left join (
    select event_type, count(*) as events from app.pending_outbox() group by event_type) p
    on p.event_type = o.event_type
  group by o.event_type
  order by count(*) desc, o.event_type;
end;

-- app.v_outbox_stats: the number of events of each type, how many are processed (see app.v_outbox_pending), and for
-- marked events the average time from creation to the mark.
create view app.v_outbox_stats with (security_invoker = true) as
select event_type, total_events, processed, pending, avg_processing_seconds, latest_event from app.outbox_stats();
comment on view app.v_outbox_stats is
  'Events of the outbox by type: how many there are, how many are processed, and how long that took.';
