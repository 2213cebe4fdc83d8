-- app.pending_outbox() returns setof app.outbox
-- The pending events of the outbox: some consumer has not acknowledged them, or, without any consumer, they are not
-- marked as processed. Internal. For a consumer that follows a slot, the events that the slot confirmed count as
-- acknowledged. Suspended consumers are ignored.
create function app.pending_outbox() returns setof app.outbox
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_low bigint := app.low_position('outbox');
begin
  if not exists (select from app.consumer c where c.log = 'outbox') then
    return query select * from app.outbox o where o.processed_at is null;
    return;
  end if;
  return query
  select o.*
  from app.outbox o
  where o.processed_at is null and o.event_id in (
    select e.event_id from app.undelivered_events('outbox', v_low) e
    union all
    select r.event_id
    from app.consumer_retry r
    join app.consumer c on c.consumer = r.consumer and c.log = 'outbox' and c.suspended is null
    where r.dead_at is null and r.done_at is null);
end
$function$;
