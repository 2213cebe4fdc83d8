-- app.first_late_event(p_log, p_from app.log_snapshot, p_after bigint) returns bigint
-- The first event above p_after and at or below p_from.hi that had not committed at p_from; null when there is none.
-- Internal. event_id + 0 keeps the planner from scanning all ids: BRIN on transaction_id finds the few pages.
create function app.first_late_event(p_log text, p_from app.log_snapshot, p_after bigint) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_bitmapscan = on
as $function$
begin
  return (
    select min(event_id) from app.log_event
    where log = p_log and app.was_running(transaction_id, p_from.xmax, p_from.xip)
      and event_id + 0 > p_after and event_id + 0 <= p_from.hi);
end
$function$;

-- app.window_start(p_log text, p_from app.log_snapshot, p_to app.log_snapshot) returns bigint
-- The event id above which the events of a window lie: p_from.lo, or less when transactions that p_from saw running
-- have ended. Internal.
-- unpinned: only functions call it that pin theirs
create function app.window_start(p_log text, p_from app.log_snapshot, p_to app.log_snapshot) returns bigint
language plpgsql volatile
as $function$
declare
  v_start bigint := least(
    p_from.lo,
    case when p_to.xmax > p_from.xmax and p_from.next_xid > p_from.xmax then p_from.open_lo end);
begin
  -- Unless all of them are still running.
  if not p_from.xip <@ p_to.xip then
    v_start := least(
      v_start,
      (select min(r.lo) from unnest(p_from.xip, p_from.xip_lo) r (xid, lo)
        where not app.was_running(r.xid, p_to.xmax, p_to.xip)));
  end if;
  -- The bounds of an old position lie far back: finding the first late event is cheaper than scanning from there.
  if p_from.hi - v_start > 20000 then
    v_start := coalesce(app.first_late_event(p_log, p_from, v_start) - 1, p_from.hi);
  end if;
  return v_start;
end
$function$;
