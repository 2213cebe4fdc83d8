-- app.batch_numbers(p_batch text) returns bigint[]
-- The parts of a batch token: {shard_id, number}; shard_id is null for a batch of retries. Internal. Errors: 22004,
-- 22023.
-- unpinned: only functions call it that pin theirs
create function app.batch_numbers(p_batch text) returns bigint[]
language plpgsql immutable
as $function$
begin
  perform app.require_value('p_batch', p_batch);
  if p_batch !~ '^([0-9]{1,9}|retry)[.][0-9]{1,18}$' then
    perform app.refuse_value('p_batch', p_batch, 'Pass the column batch of the events that app.fetch_events returned.');
  end if;
  return array[nullif(split_part(p_batch, '.', 1), 'retry'), split_part(p_batch, '.', 2)]::bigint[];
end
$function$;

-- app.batch_state(p_consumer text, p_shard_id bigint, p_number bigint) returns app.consumer_state
-- The state of a shard while the batch is in flight, else null; takes the lock of the shard. Internal. Errors: 42704
-- for an unknown consumer.
-- unpinned: only functions call it that pin theirs
create function app.batch_state(p_consumer text, p_shard_id bigint, p_number bigint) returns app.consumer_state
language plpgsql volatile
as $function$
declare
  v_state app.consumer_state;
begin
  -- Checked inline: PERFORM would run a query on every call, and the check almost always passes.
  if current_setting('transaction_isolation') <> 'read committed' then
    perform app.require_read_committed();
  end if;
  if not app.may_use_consumer(p_consumer) then
    perform app.require_consumer_access(p_consumer);
  end if;
  if not exists (select from app.consumer_shard s where s.shard_id = p_shard_id and s.consumer = p_consumer) then
    perform app.find_consumer(p_consumer);
    return null;
  end if;
  perform app.lock_shard(p_shard_id::integer);
  v_state := app.latest_state(p_shard_id::integer, p_number);
  return case when v_state.batch = p_number and v_state.delivered_to is not null then v_state end;
end
$function$;
