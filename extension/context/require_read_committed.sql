-- app.require_read_committed(p_refused text default ..., p_detail text default ...) returns void
-- Refuses a transaction whose snapshot is older than the statement. Internal. A log snapshot taken there would be
-- wrong, and so would a second look under a lock.
--   p_refused  what cannot be done, for the message
--   p_detail   why
-- Errors: 25001.
create function app.require_read_committed(
  p_refused text default 'events cannot be consumed',
  p_detail text default
    'A position is the snapshot of the statement; here it would be that of the transaction''s beginning.'
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception using
      errcode = 'active_sql_transaction',
      message = format(
        '%s in a transaction that is %s', p_refused, current_setting('transaction_isolation')),
      detail = p_detail,
      hint = 'Use READ COMMITTED for this transaction.';
  end if;
end
$function$;
