-- app.fetching_consumer(p_consumer text) returns app.consumer
-- The consumer of a name, if it may fetch. Internal. Errors: those of app.find_consumer, 55000 when it is suspended or follows a slot.
create function app.fetching_consumer(p_consumer text) returns app.consumer
language plpgsql stable
as $function$
declare
  v_consumer app.consumer;
begin
  select * into v_consumer from app.consumer c where c.consumer = p_consumer;
  if v_consumer.consumer is null then
    return app.find_consumer(p_consumer);
  elsif v_consumer.slot is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s follows replication slot %s and fetches nothing', p_consumer, v_consumer.slot),
      hint = 'Read from the slot, or create another consumer.';
  elsif v_consumer.suspended is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s is suspended', p_consumer),
      detail = v_consumer.suspended,
      hint = 'Events may be gone from the log. Choose where it goes on: app.seek_consumer(consumer, ''earliest'') delivers what is retained.';
  end if;
  return v_consumer;
end
$function$;
revoke all on function app.fetching_consumer(text) from public;
comment on function app.fetching_consumer(text) is 'Internal: the consumer of a name, if it may fetch.';
