-- app.nack_event(p_consumer text, p_event_id bigint, p_error text, p_delay interval default null) returns timestamptz
-- Parks an event of a batch that failed: it is delivered again later. Acknowledge the rest of the batch as usual.
-- Under block, the later events of its key are delivered after its retry, those of this batch included: do not process
-- them. The retry is not delivered before the earlier events of its key are acknowledged.
--   p_event_id  the column event_id of the event
--   p_error     text, why it failed, shown in last_error; of more than 4000 characters the beginning is kept
--   p_delay     time to the retry; the consumer's back-off when null
-- Returns when the retry is due; null when the event has failed max_attempts times and is a dead letter now.
-- Errors: 22004 and 22023 for a parameter, 42704 for an unknown consumer, 55000 for an event that is not in flight,
-- 25001 outside READ COMMITTED.
create function app.nack_event(p_consumer text, p_event_id bigint, p_error text, p_delay interval default null)
returns timestamptz
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer);
  v_retry app.consumer_retry;
  v_number bigint;
  v_error text := app.error_text(p_error);
  v_delay interval;
begin
  perform
    app.require_read_committed(),
    app.require_value('p_event_id', p_event_id::text),
    app.require_value('p_error', p_error);
  if p_delay < interval '0' or p_delay > interval '100 years' then
    perform app.refuse_value('p_delay', p_delay::text,
      'Pass a time from now, up to 100 years, or null for the consumer''s back-off.');
  end if;
  if app.lock_parked_event(p_consumer, p_event_id) then
    select * into v_retry from app.consumer_retry r where r.consumer = p_consumer and r.event_id = p_event_id;
  end if;
  if v_retry.event_id is null then
    v_retry := app.park_event(v_consumer, p_event_id);
  elsif v_retry.batch is null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_event_id: event %s is not in flight for consumer %s', p_event_id, p_consumer),
      detail = case
        when v_retry.done_at is not null then 'It was acknowledged or purged.'
        when v_retry.dead_at is not null then 'It is a dead letter.'
        else format('It waits for its retry at %s.', v_retry.due_at)
      end,
      hint = 'Pass the event_id of an event of a batch that is not acknowledged yet, before its lease ends.';
  end if;
  v_number := v_retry.batch;
  v_delay := coalesce(
    p_delay, least(v_consumer.backoff * power(2, least(v_retry.failures, 30)), interval '1 hour'));
  update app.consumer_retry r
  set failures = r.failures + 1, last_error = v_error, batch = null, worker = null, leased_until = null,
    dead_at = case when r.failures + 1 >= v_consumer.max_attempts then clock_timestamp() end,
    due_at = clock_timestamp() + v_delay, delay = v_delay
  where r.consumer = p_consumer and r.event_id = p_event_id
  returning * into v_retry;
  if v_consumer.on_failure = 'block' and v_number is not null then
    -- Later events of the key in this batch of retries are blocked again.
    update app.consumer_retry r set batch = null, worker = null, leased_until = null, deliveries = r.deliveries - 1
    where r.consumer = p_consumer and r.batch = v_number and r.partition_key = v_retry.partition_key
      and r.event_id > p_event_id;
  end if;
  if v_consumer.log = 'outbox' then
    -- The row is that of every consumer: who holds it must not keep this one waiting.
    update app.outbox o set retry_count = o.retry_count + 1, last_error = v_error
    where (o.segment, o.event_id) in (
      select l.segment, l.event_id from app.outbox l where l.event_id = p_event_id for no key update skip locked);
  end if;
  return case when v_retry.dead_at is null then v_retry.due_at end;
end
$function$;
