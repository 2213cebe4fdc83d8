-- app.follow_slot(p_consumer app.consumer, p_cluster_epoch integer, p_now app.slot_mark) returns text
-- Moves a consumer to the position that its slot has confirmed, and records a mark for the next call. Internal. If the
-- slot or its WAL is lost, the consumer stops until app.seek_consumer is called: a new slot would begin later, and the
-- events in between would never be streamed. A slot that was dropped and created again between two calls is not
-- noticed.
--   p_cluster_epoch  the cluster epoch of the consumer's log
--   p_now            the mark to record, unless nothing has happened in the log since the latest mark
-- Returns a description of what it did, busy when another transaction is using the consumer; null when it did nothing.
create function app.follow_slot(p_consumer app.consumer, p_cluster_epoch integer, p_now app.slot_mark) returns text
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shard_id integer := (select s.shard_id from app.consumer_shard s where s.consumer = p_consumer.consumer);
  v_state app.consumer_state;
  v_confirmed pg_lsn;
  v_mark app.slot_mark;
begin
  -- Its consumer may keep the lock as long as it likes, by app.seek_consumer.
  if not app.try_lock_shard(v_shard_id) then
    return 'busy';
  end if;
  v_state := app.latest_state(v_shard_id);
  select s.confirmed_flush_lsn into v_confirmed from pg_replication_slots s
  where s.slot_name = p_consumer.slot and s.database = current_database() and s.wal_status is distinct from 'lost';
  if p_consumer.slot_lost_at is not null then
    return null;
  elsif v_confirmed is null or exists (
    select from app.slot_mark m
    where m.consumer = p_consumer.consumer and (m.snapshot).cluster_epoch <> p_cluster_epoch)
  then
    delete from app.slot_mark m where m.consumer = p_consumer.consumer;
    update app.consumer c set slot_lost_at = clock_timestamp() where c.consumer = p_consumer.consumer;
    return format('replication slot %s is gone', p_consumer.slot);
  end if;
  select * into v_mark from app.slot_mark m
  where m.consumer = p_consumer.consumer and m.lsn <= v_confirmed order by m.lsn desc limit 1;
  if v_mark.consumer is not null then
    v_state.from_snapshot := v_mark.snapshot;
    v_state.position := (v_mark.snapshot).lo;
    perform app.append_state(v_state);
    delete from app.slot_mark m where m.consumer = p_consumer.consumer and m.lsn <= v_mark.lsn;
  end if;
  if p_now.snapshot is distinct from coalesce(
    (select m.snapshot from app.slot_mark m where m.consumer = p_consumer.consumer order by m.lsn desc limit 1),
    v_state.from_snapshot)
  then
    insert into app.slot_mark (consumer, lsn, snapshot) values (p_consumer.consumer, p_now.lsn, p_now.snapshot)
    on conflict do nothing;
  end if;
  return case when v_mark.consumer is not null then
    format('slot %s confirmed event %s', p_consumer.slot, (v_mark.snapshot).hi)
  end;
end
$function$;
