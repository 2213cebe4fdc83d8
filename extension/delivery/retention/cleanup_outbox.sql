-- app.cleanup_outbox(p_retention_days integer default 7) returns integer
-- Deletes processed events of the outbox that are older than the retention. Events that were marked as processed longer
-- ago are deleted. Whole segments are truncated if every consumer has acknowledged their events (see app.maintain).
-- Events that a consumer has not acknowledged are kept, marked or not.
--   p_retention_days  in days of 24 hours; 0 deletes all events that are marked
-- Returns the number of events deleted. Errors: 22004 for null, 22023 for a negative retention, 25001 outside READ
-- COMMITTED, 55P03 and 55000 as app.maintain.
create function app.cleanup_outbox(p_retention_days integer default 7) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_removed integer;
  v_segment smallint;
  v_events bigint;
  v_locked boolean := false;
  v_low bigint;
begin
  if (p_retention_days >= 0) is not true then
    perform app.refuse_value('p_retention_days', p_retention_days::text, 'Pass a number of days, 0 or more.');
  end if;
  -- TRUNCATE heeds no snapshot: the second look at a segment, under its lock, has to see what has committed.
  perform app.require_read_committed(
    'the outbox cannot be cleaned up', 'Events that have committed since the transaction began would be lost.');
  perform app.require_own_log('outbox'), app.require_numbering('outbox');
  v_low := app.low_position('outbox');
  -- Compares ages: for a very long retention the date would be out of range.
  delete from app.outbox o
  where clock_timestamp() - o.processed_at > make_interval(days => p_retention_days)
    and not exists (
      select from app.undelivered_events('outbox', v_low) e where e.segment = o.segment and e.event_id = o.event_id);
  get diagnostics v_removed = row_count;
  for v_segment in
    select app.expired_segments(make_interval(days => p_retention_days))
    where exists (select from app.consumer c where c.log = 'outbox')
  loop
    select count(*) into v_events from app.outbox o where o.segment = v_segment;
    if app.empty_segment('outbox', v_segment, v_locked) = 'emptied' then
      v_locked := true;
      v_removed := v_removed + v_events;
    end if;
  end loop;
  return v_removed;
end
$function$;
