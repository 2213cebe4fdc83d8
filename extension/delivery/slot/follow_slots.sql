-- app.follow_slots() returns table (consumer text, detail text)
-- Moves the consumers that follow a replication slot to what their slots have confirmed. app.maintain() does it too; the position is as
-- fresh as the latest call but one.
-- Returns a row for each consumer that moved or whose slot is gone. Errors: 25001 outside READ COMMITTED.
create function app.follow_slots() returns table (consumer text, detail text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer;
begin
  perform app.require_read_committed();
  for v_consumer in select * from app.consumer c where c.slot is not null order by c.consumer loop
    consumer := v_consumer.consumer;
    detail := app.follow_slot(v_consumer);
    if detail is not null then
      return next;
    end if;
  end loop;
end
$function$;
revoke all on function app.follow_slots() from public;
comment on function app.follow_slots() is 'Moves the consumers that follow a replication slot to what their slots have confirmed.';
