-- app.nothing_new(p_log text, p_from app.log_snapshot) returns boolean
-- Whether no event can have committed since a log snapshot of this cluster epoch. Internal. True when no event id was
-- assigned and no transaction that was running then has ended. Saves idle consumers the transaction id that a log
-- snapshot costs.
-- unpinned: only functions call it that pin theirs
create function app.nothing_new(p_log text, p_from app.log_snapshot) returns boolean
language plpgsql volatile
as $function$
declare
  v_snapshot pg_catalog.txid_snapshot;
begin
  -- Checked first: a new event is the usual reason why a consumer wakes.
  if app.log_end(p_log) <> p_from.hi then
    return false;
  end if;
  v_snapshot := txid_current_snapshot();
  return
    -- A transaction at or above xmax can have events up to hi only if it began before next_xid, or if event ids were
    -- assigned while the log snapshot was taken.
    (p_from.next_xid <= p_from.xmax and p_from.lo = p_from.hi or txid_snapshot_xmax(v_snapshot) <= p_from.xmax)
    and (p_from.xip = '{}' or p_from.xip <@ app.running_xids(v_snapshot));
end
$function$;
