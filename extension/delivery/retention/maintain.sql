-- app.maintain() returns table (log text, action text, detail text)
-- Maintains both logs: follows replication slots, suspends lagging consumers and truncates expired segments. It also
-- adds the audit trigger for TRUNCATE to new partitions and notes who owns audited tables. Call it every minute or so,
-- from pg_cron, the command line or the client.
-- A consumer is suspended when it exceeds its max_lag; an event counts when it had committed before the previous run. A
-- segment is truncated when it is older than the log's retention and the position of every consumer has passed it. Old
-- positions of consumers are deleted too. Concurrent calls do no harm: the second returns nothing.
-- Returns a row for each action: slot, suspended, emptied, kept (a consumer has not passed the segment), covered (a
-- partition, with log audit), blocked (a partition, by a trigger that auditing did not make) or busy (the lock was not
-- available within 200 ms, or at once when something else is locked or was busy; the next run tries again). It waits
-- for nobody longer.
-- Errors: 25001 outside READ COMMITTED, 55P03 after a restore while a transaction that wrote events stays open, 55000
-- while a log is replicated into this database, or when the sequence of a log was set back (see app.adopt_cluster).
create function app.maintain() returns table (log text, action text, detail text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $function$
declare
  v_segment smallint;
  -- The snapshot of the previous run.
  v_committed pg_snapshot;
  -- Something is locked or was busy: do not wait again.
  v_holds boolean := false;
begin
  perform app.require_read_committed();
  perform app.require_own_log(l.log) from unnest(app.logs()) l (log);
  if not app.try_lock_maintenance() then
    return;
  end if;
  perform app.require_numbering(l.log) from unnest(app.logs()) l (log);
  -- Before any write: a transaction without an id takes log snapshots with tighter bounds.
  return query
  select c.log, case f.detail when 'busy' then 'busy' else 'slot' end,
    case f.detail when 'busy' then format('consumer %s', f.consumer) else format('%s: %s', f.consumer, f.detail) end
  from app.follow_slots() f
  join app.consumer c on c.consumer = f.consumer;
  select m.snapshot into v_committed from app.maintenance_run m order by m.started_at desc limit 1;
  insert into app.maintenance_run default values on conflict do nothing;
  delete from app.maintenance_run m
  where m.started_at < now() - interval '24 hours'
    and m.started_at < (select max(n.started_at) from app.maintenance_run n);
  -- A consumer may hold rows of its own as long as it likes. The latest ten minutes are kept, for the throughput and to
  -- recognise repeated acknowledgements.
  delete from app.consumer_state
  where ctid = any (array(
    select s.ctid from app.consumer_state s
    where s.changed_at < now() - interval '10 minutes'
      and s.number < (select max(n.number) from app.consumer_state n where n.shard_id = s.shard_id)
    for update of s skip locked));
  delete from app.consumer_retry
  where ctid = any (array(
    select r.ctid from app.consumer_retry r where r.done_at is not null and app.is_passed(r) for update skip locked));
  perform app.follow_owners();
  -- Before a segment is locked, whose readers would wait for the partitions too.
  for action, detail in select p.action, p.detail from app.cover_partitions() p loop
    log := 'audit';
    return next;
    v_holds := v_holds or action = 'covered';
  end loop;
  foreach log in array app.logs() loop
    return query select log, 'suspended', s from app.suspend_laggards(log, v_committed) s;
    for v_segment in
      select app.expired_segments(app.retention_of(log))
    loop
      action := app.empty_segment(log, v_segment, v_holds);
      v_holds := v_holds or action in ('emptied', 'busy');
      detail := format('segment %s', v_segment);
      if action is not null then
        return next;
      end if;
    end loop;
  end loop;
end
$function$;
