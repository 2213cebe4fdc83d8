-- app.replay_dead_letters(p_consumer text, p_event_id bigint default null) returns bigint
-- Makes dead letters due for delivery again, with their failures and deliveries counted from 0. Later events of their
-- keys may have been delivered meanwhile.
--   p_event_id  the dead letter; null for all of the consumer
-- Returns how many are due now. Errors: 22004, 42704 for an unknown consumer, P0002 for an event that is no dead letter
-- of it.
create function app.replay_dead_letters(p_consumer text, p_event_id bigint default null) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer, '{operator}');
  v_count bigint;
begin
  update app.consumer_retry r
  set dead_at = null, failures = 0, deliveries = 0, due_at = clock_timestamp(), delay = '0',
    batch = null, worker = null, leased_until = null
  where r.consumer = p_consumer and r.dead_at is not null and (p_event_id is null or r.event_id = p_event_id);
  get diagnostics v_count = row_count;
  if v_count = 0 and p_event_id is not null then
    perform app.refuse_dead_letter(p_consumer, p_event_id);
  end if;
  perform app.ring_doorbell(v_consumer.log);
  return v_count;
end
$function$;
