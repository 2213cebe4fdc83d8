-- app.is_set_aside(p_consumer text, p_block boolean, p_event_id bigint, p_key text) returns boolean
-- Whether an event of the log is not to be handed out from there: it has a retry, is a dead letter or was dealt with as a retry, or
-- (p_block) its key waits for a retry. Internal.
create function app.is_set_aside(p_consumer text, p_block boolean, p_event_id bigint, p_key text) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (select from app.consumer_retry r where r.consumer = p_consumer and r.event_id = p_event_id)
  or p_block and exists (
    select from app.consumer_retry r
    where r.consumer = p_consumer and r.partition_key = p_key and r.event_id < p_event_id and r.dead_at is null and r.done_at is null);
revoke all on function app.is_set_aside(text, boolean, bigint, text) from public;
comment on function app.is_set_aside(text, boolean, bigint, text) is 'Internal: whether an event is not to be handed out from the log.';
