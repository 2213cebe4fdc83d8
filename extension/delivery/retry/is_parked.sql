-- app.is_parked(p_consumer text, p_blocked jsonb, p_event_id bigint, p_key text) returns boolean
-- Whether an event of the log is not to be delivered from there: it has a retry, is a dead letter or was dealt with as
-- a retry, or its key waits for a retry. Internal.
--   p_blocked  what app.blocked_keys returned
create function app.is_parked(p_consumer text, p_blocked jsonb, p_event_id bigint, p_key text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce((p_blocked ->> p_key)::bigint < p_event_id, false)
  or exists (select from app.consumer_retry r where r.consumer = p_consumer and r.event_id = p_event_id);
