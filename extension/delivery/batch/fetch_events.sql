-- app.fetch_events(p_consumer, p_limit, p_shard, p_worker, p_max_bytes, p_inline_bytes) returns setof
--   app.delivered_event
-- Delivers a batch of events: retries that are due, or else the next events of the log. The batch is leased to this
-- worker; if the lease expires before app.ack_events acknowledges it, the batch is delivered again. Acknowledge in this
-- transaction, so that your changes and the acknowledgement commit together, or in a later one.
--   p_limit         integer, the most events to deliver, from 1 to 100000
--   p_shard         integer, only the keys of this shard, from 0; null for any free shard
--   p_worker        text, the name of this worker, shown in app.v_consumer_lag; up to 512 bytes; when null
--                   application_name and process id
--   p_max_bytes     integer, the most bytes of payloads and metadata to deliver, as text, from 1 to 1073741824. At
--                   least one event is delivered, whatever its size
--   p_inline_bytes  integer, the most bytes to return with the lease, from 1 to 1073741824; null for p_max_bytes. If
--                   the first event has more, the batch is only leased, and one row returned in which only batch is
--                   set. Commit, then read it with app.batch_events: so the delivery counts though the worker dies
-- Returns the events in order, all with the same batch; none when there is nothing new or every shard has a batch in
-- flight.
-- Errors: 22004, 22023 and 22001 for a parameter, 42704 for an unknown consumer, 55000 for one that is suspended,
-- follows a slot or has no shards, and for a log that is replicated or whose sequence was set back, 25001 outside READ
-- COMMITTED, 55P03 after a restore while a transaction that wrote events stays open.
create function app.fetch_events(
  p_consumer text, p_limit integer default 1000, p_shard integer default null, p_worker text default null,
  p_max_bytes integer default 16777216, p_inline_bytes integer default null
) returns setof app.delivered_event
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_worker text := app.worker_name(p_worker);
  v_look record;
  v_shard_id integer;
  v_state app.consumer_state;
  v_claimed record;
  v_again boolean := false;
  v_low bigint;
begin
  -- Checked inline: PERFORM would run a query on every call, and the check almost always passes.
  if current_setting('transaction_isolation') <> 'read committed' then
    perform app.require_read_committed();
  end if;
  if not app.may_use_consumer(p_consumer) then
    perform app.require_consumer_access(p_consumer);
  end if;
  if (p_limit between 1 and 100000) is not true then
    perform app.refuse_value('p_limit', p_limit::text, 'Pass a number from 1 to 100000.');
  end if;
  if (p_max_bytes between 1 and 1073741824) is not true then
    perform app.refuse_value('p_max_bytes', p_max_bytes::text, 'Pass a number of bytes from 1 to 1073741824.');
  end if;
  if p_inline_bytes not between 1 and 1073741824 then
    perform app.refuse_value('p_inline_bytes', p_inline_bytes::text,
      'Pass a number of bytes from 1 to 1073741824, or null to return every batch with its lease.');
  end if;
  if app.is_too_long(p_worker) then
    perform app.refuse_length('p_worker', p_worker);
  end if;
  -- A generation of shards is read to its end before the next begins: then the loop runs once more.
  loop
    -- One query for everything: each further query delays the delivery to a consumer that has just woken.
    select
      c as consumer,
      exists (
        select from app.consumer_retry r
        where r.consumer = c.consumer and r.dead_at is null and r.done_at is null) as retrying,
      g.generation, g.ending, g.shards
    into v_look
    from app.consumer c
    left join lateral (
      select
        s.generation, bool_or((s.ends_at).hi is not null) as ending,
        array_agg(s.shard_id order by (s.shard + pg_backend_pid()) % s.shards)
          filter (where p_shard is null or (s.ends_at).hi is not null or s.shard = p_shard) as shards
      from app.consumer_shard s where s.consumer = c.consumer
      group by s.generation order by s.generation limit 1) g on true
    where c.consumer = p_consumer and c.slot is null and c.suspended is null;
    if not found then
      -- Returns if the consumer was created or resumed since the query: then the next fetch finds it.
      perform app.require_fetchable(p_consumer);
    end if;
    -- Not in a further round: the generation that had the shard may just have ended.
    if v_look.shards is null and not v_again then
      perform app.require_shard(p_consumer, p_shard);
    end if;
    -- Before the first lock, which gives this transaction its id.
    v_low := coalesce(v_low, app.low_bound((v_look.consumer).log));
    if v_look.retrying then
      return query select * from app.fetch_retries(
        v_look.consumer, p_limit, p_max_bytes, p_inline_bytes, p_shard, v_worker);
      if found then
        return;
      end if;
    end if;
    foreach v_shard_id in array coalesce(v_look.shards, '{}') loop
      v_state := app.claim_shard(v_look.consumer, v_shard_id, v_look.ending);
      continue when v_state.shard_id is null;
      -- Read after the lock of the shard was taken.
      select s as shard, exists (select from app.consumer_retry r where r.consumer = p_consumer) as has_parked
      into v_claimed
      from app.consumer_shard s where s.shard_id = v_shard_id;
      continue when not found;
      return query select * from app.fetch_shard(
        v_look.consumer, v_claimed.shard, v_claimed.has_parked, v_state, p_limit, p_max_bytes, p_inline_bytes,
        v_worker, v_low);
      if found then
        return;
      end if;
      -- The generation may have been replaced since the query above.
      v_look.ending := v_look.ending or ((v_claimed.shard).ends_at).hi is not null;
    end loop;
    exit when v_look.ending is not true;
    exit when v_look.generation is not distinct from (
      select min(s.generation) from app.consumer_shard s where s.consumer = p_consumer);
    v_again := true;
  end loop;
end
$function$;
