-- app.v_outbox_pending: the events not yet marked as processed, oldest first.
create view app.v_outbox_pending with (security_invoker = true) as
select id, aggregate_type, aggregate_id, event_type, created_at, retry_count, last_error, age(now(), created_at) as pending_duration
from app.outbox
where processed_at is null
order by created_at, event_id;
comment on view app.v_outbox_pending is 'Events of the outbox not yet marked as processed, oldest first.';
