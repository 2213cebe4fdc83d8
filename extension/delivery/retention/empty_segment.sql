-- app.empty_segment(p_log text, p_segment smallint, p_at_once boolean) returns text
-- Truncates a segment that no consumer needs. Internal. Waits for its lock up to 200 ms, as writers and readers queue
-- behind it.
--   p_at_once  do not wait for the lock: this transaction has locked another segment already, and its readers wait
-- Returns emptied, kept (it is in use), busy (the lock was not available) or null (it is empty).
create function app.empty_segment(p_log text, p_segment smallint, p_at_once boolean) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $function$
declare
  v_segment text := app.segment_table(p_log, p_segment);
  v_filled boolean;
begin
  execute format('select exists (select from %s)', v_segment) into v_filled;
  if not v_filled then
    return null;
  elsif app.segment_in_use(p_log, p_segment) then
    return 'kept';
  end if;
  perform app.lock_segment(p_log, p_segment, p_at_once);
  -- Checked again under the lock: an open transaction may have committed an event into it meanwhile.
  if app.segment_in_use(p_log, p_segment) then
    return 'kept';
  end if;
  execute format('truncate table %s', v_segment);
  return 'emptied';
exception when lock_not_available then
  return 'busy';
end
$function$;
