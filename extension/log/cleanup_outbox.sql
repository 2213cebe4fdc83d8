-- app.cleanup_outbox(p_retention_days integer default 7) returns integer
-- Deletes the events that were marked as processed longer ago than the retention.
--   p_retention_days  in days of 24 hours; 0 deletes all that are processed
-- Returns how many it deleted. Errors: 22004 for null, 22023 for a negative retention.
create function app.cleanup_outbox(p_retention_days integer default 7) returns integer
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_deleted integer;
begin
  if (p_retention_days >= 0) is not true then
    perform app.refuse_value('p_retention_days', p_retention_days::text, 'Pass a number of days, 0 or more.');
  end if;
  -- An age, not a date of long ago: that would be out of range for a very long retention.
  delete from app.outbox where clock_timestamp() - processed_at > make_interval(days => p_retention_days);
  get diagnostics v_deleted = row_count;
  return v_deleted;
end
$function$;
revoke all on function app.cleanup_outbox(integer) from public;
comment on function app.cleanup_outbox(integer) is 'Deletes the processed events of the outbox that are older than the retention. Returns how many.';
