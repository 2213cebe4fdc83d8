-- app.pending_outbox() returns setof app.outbox
-- The events of the outbox that are pending: some consumer has not dealt with them, or, without any consumer, nobody
-- has marked them as processed. Consumers that follow a slot count by what it confirmed; suspended ones do not.
-- Internal to the views.
create function app.pending_outbox() returns setof app.outbox
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_low bigint := (select min(p.low) from app.consumer_position('outbox') p where p.suspended is null);
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
