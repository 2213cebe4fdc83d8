-- app.require_read_committed() returns void
-- Refuses a transaction whose snapshot is older than the statement. Internal. A log snapshot taken there would be
-- wrong.
-- Errors: 25001.
create function app.require_read_committed() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if current_setting('transaction_isolation') not in ('read committed', 'read uncommitted') then
    raise exception using
      errcode = 'active_sql_transaction',
      message = format(
        'events cannot be consumed in a transaction that is %s', current_setting('transaction_isolation')),
      detail = 'A position is the snapshot of the statement; here it would be that of the transaction''s beginning.',
      hint = 'Use READ COMMITTED for the transaction that fetches and acknowledges.';
  end if;
end
$function$;
