-- app.can_notify() returns boolean
-- Whether the queue of notifications has room: any role can fill it, by listening in a transaction that stays open.
-- Internal.
create function app.can_notify() returns boolean
language sql volatile
return pg_notification_queue_usage() < 0.9;

-- app.ring_doorbell(p_log text, p_payload text default '') returns void
-- Wakes whoever sleeps at the end of a log, when this transaction commits. Internal.
-- Without effect while the queue of notifications is nearly full, as a full one fails the transaction that commits:
-- consumers then find events by looking.
create function app.ring_doorbell(p_log text, p_payload text default '') returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('specql_cdc_' || p_log, p_payload) where app.can_notify();
end;
