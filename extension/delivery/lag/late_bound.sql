-- app.late_bound(p_log text, p_snapshot app.log_snapshot, p_low bigint) returns bigint
-- The id below the first event above p_low that had not committed at a log snapshot; null when there is none up to its
-- end. Internal.
--   p_low  every event up to this id had committed
create function app.late_bound(p_log text, p_snapshot app.log_snapshot, p_low bigint) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Nothing is late if every transaction that had begun to write by then had ended.
  if p_snapshot.xip = '{}' and p_snapshot.next_xid <= p_snapshot.xmax and p_snapshot.lo = p_snapshot.hi then
    return null;
  end if;
  return app.first_late_event(p_log, p_snapshot, p_low) - 1;
end
$function$;
