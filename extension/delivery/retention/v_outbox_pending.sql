-- app.v_outbox_pending: the events that some consumer has not dealt with, oldest first; without any consumer, those not
-- yet marked as processed. A consumer that follows a replication slot has dealt with what the slot confirmed (see
-- app.follow_slots).
create view app.v_outbox_pending with (security_invoker = true) as
select id, aggregate_type, aggregate_id, event_type, created_at, retry_count, last_error, age(now(), created_at) as pending_duration
from app.pending_outbox()
order by created_at, event_id;
comment on view app.v_outbox_pending is
  'Events of the outbox that some consumer has not dealt with, or that nobody marked as processed; oldest first.';
