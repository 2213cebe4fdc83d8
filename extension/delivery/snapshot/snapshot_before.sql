-- app.snapshot_before(p_log text, p_now app.log_snapshot, p_event_id bigint) returns app.log_snapshot
-- The log snapshot before an event: this event, later ones and all that had not committed at p_now are new. Internal.
--   p_event_id  the event; null returns p_now
-- unpinned: only functions call it that pin theirs
create function app.snapshot_before(p_log text, p_now app.log_snapshot, p_event_id bigint) returns app.log_snapshot
language plpgsql volatile
as $function$
declare
  v_cluster_epoch integer;
begin
  if p_event_id is null then
    return p_now;
  end if;
  v_cluster_epoch := app.cluster_epoch_of(p_log, p_event_id);
  -- In an earlier cluster epoch every transaction has ended.
  if v_cluster_epoch <> p_now.cluster_epoch then
    return app.snapshot_at(v_cluster_epoch, p_event_id - 1);
  end if;
  p_now.hi := least(p_now.hi, p_event_id - 1);
  p_now.lo := least(p_now.lo, p_now.hi);
  return p_now;
end
$function$;
