-- app.running_xids(p_snapshot txid_snapshot) returns bigint[]
-- The transactions that were running at a snapshot, in ascending order. Internal. Parses the text of the snapshot
-- (xmin:xmax:xip,...), which is an expression; txid_snapshot_xip would need a query.
create function app.running_xids(p_snapshot txid_snapshot) returns bigint[]
language sql stable
return string_to_array(split_part(p_snapshot::text, ':', 3), ',')::bigint[];

-- app.has_ids_up_to(p_log text, p_id bigint, p_xid bigint) returns boolean
-- Whether a transaction from p_xid on wrote an event up to p_id. Internal. event_id + 0 keeps the planner from scanning
-- all ids: BRIN on transaction_id finds the few pages.
create function app.has_ids_up_to(p_log text, p_id bigint, p_xid bigint) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_bitmapscan = on
as $function$
begin
  return exists (
    select from app.log_event where log = p_log and transaction_id >= p_xid and event_id + 0 <= p_id);
end
$function$;

-- app.refuse_numbering(p_log text, p_end bigint, p_known bigint) returns void
-- Raises 55000 for a log that gave out event ids again. Internal.
create function app.refuse_numbering(p_log text, p_end bigint, p_known bigint) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'object_not_in_prerequisite_state',
    message = case when p_end < p_known
      then format('log %s ends with event %s, and consumers have passed event %s', p_log, p_end, p_known)
      else format('log %s has new events with ids up to %s, which consumers have passed', p_log, p_known) end,
    detail = format('Sequence app.%s_event_id_seq was set back. The consumers would never be delivered those events.',
      p_log),
    hint = 'Nothing is lost. Run: select * from app.adopt_cluster(). It sets the sequence to the highest id there is, '
      'and gives new ids to the events that were written since.';
end
$function$;

-- app.take_snapshot(p_log text, p_after app.log_snapshot, p_low bigint default null) returns app.log_snapshot
-- The log snapshot of this moment. Internal; needs READ COMMITTED, where each statement has a snapshot of its own.
--   p_after  an earlier log snapshot of the same cluster epoch, from which the bounds of running transactions follow
-- The order of the reads is essential: the end of the log, a transaction id, the snapshot, the end of the log again.
-- The xmax of a snapshot is the latest transaction that has ended, plus one. Running transactions at or above it are
-- listed nowhere, so xmax alone says nothing about event ids. If this transaction had its id before, it does not know
-- which transactions began before lo was read. Then it keeps lo and next_xid of p_after, which stay valid for ever.
-- Errors: 55000 when the log ends before p_after, or gave out ids again since.
-- unpinned: only functions call it that pin theirs
create function app.take_snapshot(p_log text, p_after app.log_snapshot, p_low bigint default null)
returns app.log_snapshot
language plpgsql volatile
as $function$
declare
  v_log_snapshot app.log_snapshot;
  v_low bigint := coalesce(p_low, app.low_bound(p_log));
  -- Its id tells nothing: the transaction may have events below any bound read now.
  v_wrote boolean := v_low is null;
  v_xid bigint;
  v_snapshot pg_catalog.txid_snapshot;
  v_now pg_catalog.timestamptz;
begin
  v_log_snapshot.cluster_epoch := p_after.cluster_epoch;
  v_log_snapshot.lo := coalesce(v_low, p_after.lo);
  v_xid := txid_current();
  v_snapshot := txid_current_snapshot();
  v_log_snapshot.hi := app.log_end(p_log);
  v_now := clock_timestamp();
  if v_log_snapshot.hi < p_after.hi then
    perform app.refuse_numbering(p_log, v_log_snapshot.hi, p_after.hi);
  -- Meanwhile a sequence that was set back may have caught up. Within a minute that is not looked for: it has a price.
  elsif p_after.next_xid > 0 and v_now - p_after.taken_at > interval '1 minute'
    and app.has_ids_up_to(p_log, p_after.lo, p_after.next_xid)
  then
    perform app.refuse_numbering(p_log, v_log_snapshot.hi, p_after.lo);
  end if;
  v_log_snapshot.xmax := txid_snapshot_xmax(v_snapshot);
  v_log_snapshot.xip := '{}';
  v_log_snapshot.xip_lo := '{}';
  if txid_snapshot_xmin(v_snapshot) < v_log_snapshot.xmax then
    v_log_snapshot.xip := app.running_xids(v_snapshot);
  end if;
  -- A snapshot never lists the transaction that takes it. If that has written, it may have events below lo, which are
  -- delivered after it commits.
  if v_wrote and v_xid < v_log_snapshot.xmax then
    v_log_snapshot.xip := v_log_snapshot.xip || v_xid;
  end if;
  v_log_snapshot.next_xid := case when v_wrote then p_after.next_xid else v_xid end;
  if v_log_snapshot.xip = p_after.xip then
    v_log_snapshot.xip_lo := p_after.xip_lo;
  elsif v_log_snapshot.xip <> '{}' then
    v_log_snapshot.xip_lo := array(
      select case
        when r.xid >= p_after.next_xid then p_after.lo
        when r.xid >= p_after.xmax then p_after.open_lo
        else coalesce(p_after.xip_lo[array_position(p_after.xip, r.xid)], p_after.open_lo)
      end
      from unnest(v_log_snapshot.xip) with ordinality r (xid, position)
      order by r.position);
  end if;
  v_log_snapshot.open_lo := case
    when v_log_snapshot.xmax >= p_after.next_xid then p_after.lo
    else least(p_after.open_lo, p_after.lo)
  end;
  v_log_snapshot.taken_at := v_now;
  return v_log_snapshot;
end
$function$;
