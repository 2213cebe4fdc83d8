-- app.empty_segment(p_log text, p_segment smallint, p_at_once boolean) returns text
-- Truncates a segment that nobody needs. Internal. Waits for its lock no longer than 200 ms, as writers and readers
-- queue behind it.
--   p_at_once  do not wait: this transaction has a segment already, and who reads that one waits too
-- Returns emptied, kept (it is in use), busy (the lock was not to be had) or null (it is empty).
create function app.empty_segment(p_log text, p_segment smallint, p_at_once boolean) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '200ms'
as $function$
declare
  v_segment text := format('app.%I', format('%s_s%s', p_log, p_segment));
  v_filled boolean;
begin
  execute format('select exists (select from %s)', v_segment) into v_filled;
  if not v_filled then
    return null;
  elsif app.segment_in_use(p_log, p_segment) then
    return 'kept';
  end if;
  if p_at_once then
    execute format('lock table %s in access exclusive mode nowait', v_segment);
  else
    execute format('lock table %s in access exclusive mode', v_segment);
  end if;
  -- Again: a transaction that was open then may have committed an event into it.
  if app.segment_in_use(p_log, p_segment) then
    return 'kept';
  end if;
  execute format('truncate table %s', v_segment);
  return 'emptied';
exception when lock_not_available then
  return 'busy';
end
$function$;
