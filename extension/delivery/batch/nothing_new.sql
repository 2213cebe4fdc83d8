-- app.nothing_new(p_log text, p_from app.log_snapshot) returns boolean
-- Whether no event can have committed since a log snapshot of this cluster epoch: no id was given out, and no
-- transaction that ran then has ended. Internal. Saves idle consumers the transaction id that a log snapshot costs.
create function app.nothing_new(p_log text, p_from app.log_snapshot) returns boolean
language plpgsql volatile
as $function$
declare
  v_snapshot txid_snapshot;
begin
  -- First, as it is what wakes a consumer.
  if app.log_end(p_log) <> p_from.hi then
    return false;
  end if;
  v_snapshot := txid_current_snapshot();
  return
    -- Who runs at or above xmax has events up to hi only if it began before next_xid, or ids were given out while the
    -- log snapshot was taken.
    (p_from.next_xid <= p_from.xmax and p_from.lo = p_from.hi or txid_snapshot_xmax(v_snapshot) <= p_from.xmax)
    and (p_from.xip = '{}' or p_from.xip <@ app.running_xids(v_snapshot));
end
$function$;
