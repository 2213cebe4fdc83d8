-- app.mark_log(p_log text, p_cluster_epoch app.cluster_epoch) returns app.slot_mark
-- A log snapshot of this moment and the WAL position after it, for the consumers of a log that follow slots. Internal.
-- If nothing has happened in the log since the latest log snapshot, that one is used again.
create function app.mark_log(p_log text, p_cluster_epoch app.cluster_epoch) returns app.slot_mark
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_mark app.slot_mark;
begin
  select h.snapshot into v_mark.snapshot
  from (
    select m.snapshot from app.slot_mark m join app.consumer c on c.consumer = m.consumer where c.log = p_log
    union all
    select (app.latest_state(s.shard_id)).from_snapshot
    from app.consumer_shard s
    join app.consumer c on c.consumer = s.consumer
    where c.log = p_log and c.slot is not null) h (snapshot)
  where (h.snapshot).cluster_epoch = p_cluster_epoch.cluster_epoch
  order by (h.snapshot).taken_at desc limit 1;
  v_mark.snapshot := coalesce(v_mark.snapshot, p_cluster_epoch.start);
  if not app.nothing_new(p_log, v_mark.snapshot) then
    v_mark.snapshot := app.take_snapshot(p_log, v_mark.snapshot);
  end if;
  v_mark.lsn := pg_current_wal_insert_lsn();
  return v_mark;
end
$function$;

-- app.follow_slots() returns table (consumer text, detail text)
-- Moves the consumers that follow a replication slot to the positions that their slots have confirmed. app.maintain()
-- calls it too. A position is at most as recent as the call before this one. Call it in a transaction that has written
-- nothing.
-- Returns a row for each consumer that moved, whose slot is lost, or that another transaction is using (busy).
-- Errors: 25001 outside READ COMMITTED.
create function app.follow_slots() returns table (consumer text, detail text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_log text;
  v_cluster_epoch app.cluster_epoch;
  v_now app.slot_mark;
  v_consumer app.consumer;
begin
  perform app.require_read_committed();
  for v_log in select distinct c.log from app.consumer c where c.slot is not null order by c.log desc loop
    v_cluster_epoch := app.current_cluster_epoch(v_log);
    -- Before any write: a transaction without an id takes log snapshots with tighter bounds.
    v_now := app.mark_log(v_log, v_cluster_epoch);
    for v_consumer in select * from app.consumer c where c.slot is not null and c.log = v_log order by c.consumer loop
      consumer := v_consumer.consumer;
      detail := app.follow_slot(v_consumer, v_cluster_epoch.cluster_epoch, v_now);
      if detail is not null then
        return next;
      end if;
    end loop;
  end loop;
end
$function$;
