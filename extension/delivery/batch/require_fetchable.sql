-- app.require_fetchable(p_consumer text) returns void
-- Refuses a consumer that may not fetch. Internal. Errors: those of app.find_consumer, 55000 when it is suspended or
-- follows a slot.
create function app.require_fetchable(p_consumer text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer);
begin
  if v_consumer.slot is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s follows replication slot %s and fetches nothing', p_consumer, v_consumer.slot),
      hint = 'Read from the slot, or create another consumer.';
  elsif v_consumer.suspended is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s is suspended', p_consumer),
      detail = v_consumer.suspended,
      hint = 'Events may be gone from the log. Choose where it goes on: '
        'app.seek_consumer(consumer, ''earliest'') delivers what is retained.';
  end if;
end
$function$;
