-- app.is_parked(p_consumer text, p_blocked jsonb, p_event_id bigint, p_key text) returns boolean
-- Whether an event must not be delivered from the log, because it is parked or its key is blocked. Internal.
--   p_blocked  the result of app.blocked_keys
create function app.is_parked(p_consumer text, p_blocked jsonb, p_event_id bigint, p_key text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce((p_blocked ->> p_key)::bigint < p_event_id, false)
  or exists (select from app.consumer_retry r where r.consumer = p_consumer and r.event_id = p_event_id);
