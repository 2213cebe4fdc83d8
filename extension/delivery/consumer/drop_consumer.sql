-- app.drop_consumer(p_consumer text) returns boolean
-- Removes a consumer with its position, its retries and its dead letters. The events stay in the log.
-- Returns whether there was one. Errors: 22004 for null, 25001 outside READ COMMITTED, 55006 when dead letters would be
-- lost with it, 55P03 when another transaction uses it for more than 5 seconds.
create function app.drop_consumer(p_consumer text) returns boolean
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $function$
declare
  v_dead bigint;
  v_found boolean;
begin
  perform
    app.require_read_committed(
      'the consumer cannot be dropped', 'Dead letters that have committed since the transaction began would be lost.'),
    app.require_value('p_consumer', p_consumer);
  begin
    perform app.lock_shards(p_consumer);
    -- Whoever tells of a failure has the event's row until its transaction ends, and may make a dead letter of it.
    perform from app.consumer_retry r where r.consumer = p_consumer for update;
  exception when lock_not_available then
    raise exception using
      errcode = 'lock_not_available',
      message = format('consumer %s is in use', p_consumer),
      detail = 'Another transaction has not ended for 5 seconds, in which it was fetched, acknowledged or moved.',
      hint = 'Stop its workers, or end their sessions with pg_terminate_backend. Then drop it again.';
  end;
  select count(*) into v_dead from app.consumer_retry r where r.consumer = p_consumer and r.dead_at is not null;
  if v_dead > 0 then
    raise exception using
      errcode = 'object_in_use',
      message = format('consumer %s has %s dead letters', p_consumer, v_dead),
      hint = 'Look at app.v_dead_letters, then app.replay_dead_letters or app.purge_dead_letters.';
  end if;
  -- First: a concurrent app.create_consumer keeps this row locked until its shards have committed.
  delete from app.consumer c where c.consumer = p_consumer;
  v_found := found;
  delete from app.consumer_state t using app.consumer_shard s where s.consumer = p_consumer and t.shard_id = s.shard_id;
  delete from app.consumer_shard s where s.consumer = p_consumer;
  delete from app.retry_lock l where l.consumer = p_consumer;
  delete from app.consumer_retry r where r.consumer = p_consumer;
  delete from app.slot_mark m where m.consumer = p_consumer;
  return v_found;
end
$function$;
