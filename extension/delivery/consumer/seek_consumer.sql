-- app.seek_consumer(p_consumer text, p_to text) returns void
-- Moves a consumer to another position in its log, backwards to replay events or forwards to skip them. Ends a
-- suspension, and adds shards that a failed restore left out.
--   p_to  earliest, latest, a timestamp, or the event_id to deliver next (digits only)
-- Acknowledgements of batches in flight then return late. Retries and dead letters are deleted if their events will be
-- delivered again. They are kept if they are before the new position or the log no longer contains the events.
-- Errors: 22004 and 22023 for a parameter, 42704 for an unknown consumer, 25001 outside READ COMMITTED.
create function app.seek_consumer(p_consumer text, p_to text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer);
  -- Before the shards are locked, which gives this transaction its id.
  v_low bigint := app.low_bound(v_consumer.log);
  v_at app.log_snapshot;
begin
  perform app.require_read_committed(), app.require_value('p_to', p_to);
  perform app.lock_shards(p_consumer);
  perform from app.consumer c where c.consumer = p_consumer for key share;
  if not found then
    -- It was dropped while this call waited for its shards.
    v_consumer := app.find_consumer(p_consumer);
  end if;
  if p_to ~ '^[0-9]{1,18}$' then
    v_at := app.take_snapshot(v_consumer.log, (app.current_cluster_epoch(v_consumer.log)).start, v_low);
    if p_to::bigint > v_at.hi + 1 then
      perform app.refuse_value('p_to', p_to,
        format('The log ends with event %s. To go on with what is written from now on pass latest.', v_at.hi));
    end if;
    v_at := app.snapshot_before(v_consumer.log, v_at, greatest(p_to::bigint, 1));
  else
    v_at := app.log_start(v_consumer.log, p_to, 'p_to', v_low);
  end if;
  -- If a change of the number of shards is under way, only the latest generation stays.
  delete from app.consumer_state t using app.consumer_shard s
  where s.consumer = p_consumer and s.ends_at is not null and t.shard_id = s.shard_id;
  delete from app.consumer_shard s where s.consumer = p_consumer and s.ends_at is not null;
  perform app.complete_shards(p_consumer);
  perform app.reset_shard(s.shard_id, v_at) from app.consumer_shard s where s.consumer = p_consumer;
  delete from app.consumer_retry r
  where r.consumer = p_consumer and r.event_id > v_at.hi
    and exists (select from app.log_event e where e.log = v_consumer.log and e.event_id = r.event_id);
  delete from app.slot_mark m where m.consumer = p_consumer;
  update app.consumer c set suspended = null, slot_lost_at = null
  where c.consumer = p_consumer and (c.suspended is not null or c.slot_lost_at is not null);
  perform app.ring_doorbell(v_consumer.log);
end
$function$;
