-- app.v_outbox_pending: the events that some consumer has not acknowledged, oldest first; without any consumer, the
-- events not yet marked as processed. For a consumer that follows a replication slot, the events that the slot
-- confirmed count as acknowledged (see app.follow_slots).
create view app.v_outbox_pending with (security_invoker = true) as
select
  id, aggregate_type, aggregate_id, event_type, created_at, retry_count, last_error,
  age(now(), created_at) as pending_duration
from app.pending_outbox()
order by created_at, event_id;
comment on view app.v_outbox_pending is
  'Events of the outbox that some consumer has not acknowledged, or without consumers are not processed; oldest first.';
