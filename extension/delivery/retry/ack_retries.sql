-- app.ack_retries(p_consumer text, p_number bigint, p_through bigint) returns text
-- Acknowledges a batch of retries, up to event p_through unless that is null. Internal.
-- Returns acknowledged or late, as app.ack_events does.
create function app.ack_retries(p_consumer text, p_number bigint, p_through bigint) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_found boolean;
begin
  perform app.find_consumer(p_consumer);
  delete from app.consumer_retry r
  where r.consumer = p_consumer and r.batch = p_number and (p_through is null or r.event_id <= p_through)
    and app.is_passed(r);
  v_found := found;
  update app.consumer_retry r set done_at = clock_timestamp(), batch = null, worker = null, leased_until = null
  where r.consumer = p_consumer and r.batch = p_number and (p_through is null or r.event_id <= p_through);
  return case when v_found or found then 'acknowledged' else 'late' end;
end
$function$;
