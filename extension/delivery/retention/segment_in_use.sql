-- app.segment_in_use(p_log text, p_segment smallint) returns boolean
-- Whether a segment contains an event that the position of some consumer has not passed. Internal. For an outbox
-- without consumers: an event that is not marked as processed.
create function app.segment_in_use(p_log text, p_segment smallint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_low bigint := app.low_position(p_log);
begin
  if p_log = 'outbox' and not exists (select from app.consumer c where c.log = 'outbox') then
    return exists (select from app.outbox e where e.segment = p_segment and e.processed_at is null);
  end if;
  return exists (select from app.undelivered_events(p_log, v_low) e where e.segment = p_segment);
end
$function$;
