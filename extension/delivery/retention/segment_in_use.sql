-- app.segment_in_use(p_log text, p_segment smallint) returns boolean
-- Whether a segment holds an event that somebody has still to deal with: a consumer, or for an outbox without consumers
-- whoever marks events as processed. Internal.
create function app.segment_in_use(p_log text, p_segment smallint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_low bigint := (select min(p.low) from app.consumer_position(p_log) p where p.suspended is null);
begin
  if p_log = 'outbox' and not exists (select from app.consumer c where c.log = 'outbox') then
    return exists (select from app.outbox e where e.segment = p_segment and e.processed_at is null);
  end if;
  return exists (select from app.undelivered_events(p_log, v_low) e where e.segment = p_segment);
end
$function$;
