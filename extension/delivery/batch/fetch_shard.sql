-- How an event is delivered once, in order, and never lost.
--
-- Ids do not commit in their order: a transaction may take id 7 and commit after id 9 was delivered. So no id
-- alone says what a consumer has had; a log snapshot does (app.log_snapshot): which transactions had ended at a moment.
-- The events between two snapshots are a window: committed at the later one, and not yet at the earlier one
-- (app.was_committed). Every event lies in exactly one window of a consumer, whenever it commits. The position of a
-- consumer is from_snapshot, where its open window begins, and within that window an event id, the column position.
--
-- A shard of a consumer goes from window to window, and each step is a row appended to app.consumer_state:
--   1. Open: app.open_window takes a snapshot of this moment (to_snapshot). If nothing can have committed since
--      from_snapshot, there is no window and nothing to deliver.
--   2. Deliver: the next events of the window above the id in position, in the order of their ids, at most p_limit and
--      as many as fit into p_max_bytes, become a batch. It contains the events up to delivered_to, and is leased
--      to a worker until leased_until.
--   3. Acknowledge: app.ack_events sets position to delivered_to. If the lease expires instead, step 2 delivers the
--      same batch again, and counts it in deliveries.
--   4. Close: when position has reached the end of the window, to_snapshot becomes from_snapshot. Back to step 1.
--
-- Looking for a window's events stays cheap because a snapshot carries bounds: lo, the highest id given out before it
-- was taken, and for each transaction that was running an id above which its events are. So the search begins near the
-- end of the log (app.window_start), and late events are found though they have lower ids.
--
-- An event that failed leaves its batch: it is parked in app.consumer_retry, with the later events of its key under
-- on_failure = block, and delivered again from there (app.fetch_retries). The window skips parked events.
-- After a restore, old transaction ids mean nothing. So a new cluster epoch begins (app.cluster_epoch), and earlier
-- events are read to their end by the transaction ids of their own epoch.

-- app.fetch_shard(p_consumer app.consumer, p_shard app.consumer_shard, p_has_parked boolean,
--   p_state app.consumer_state, p_limit integer, p_max_bytes integer, p_inline_bytes integer, p_worker text,
--   p_low bigint) returns setof app.delivered_event
-- Delivers the next events of a claimed shard, and records the delivery in app.consumer_state. Internal.
--   p_has_parked  whether the consumer had parked events when the shard was claimed
--   p_low         app.low_bound, read before this transaction got its id; null when it had one
-- The settings force an ordered index scan without a sort. A plan made while the log was small, or before it was
-- analysed, must not read a whole window. They also force one generic plan without JIT: in a long log the planner would
-- overestimate the cost, and planning or compiling each call would take longer than the call itself.
create function app.fetch_shard(
  p_consumer app.consumer, p_shard app.consumer_shard, p_has_parked boolean,
  p_state app.consumer_state, p_limit integer, p_max_bytes integer, p_inline_bytes integer, p_worker text,
  p_low bigint
) returns setof app.delivered_event
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
set jit = off
as $function$
declare
  v_state app.consumer_state := p_state;
  v_batch text := format('%s.%s', p_shard.shard_id, p_state.number + 1);
  v_deliveries integer := p_state.deliveries + 1;
  v_limit integer := p_limit;
  v_count integer;
  v_bytes bigint;
  v_most_bytes integer := least(p_max_bytes, p_inline_bytes);
  v_is_full boolean := false;
  v_is_read_later boolean := false;
  v_event app.delivered_event;
  v_fresh boolean;
  -- The parameters of the window's queries, as scalars: a field of a composite would be looked up for each row.
  v_position bigint;
  v_through bigint;
  v_from_hi bigint;
  v_from_xmax bigint;
  v_from_xip bigint[];
  v_to_xmax bigint;
  v_to_xip bigint[];
  -- The segments that have to be opened.
  v_segment smallint;
  v_first smallint;
  v_last smallint;
  v_types text[] := p_consumer.event_types;
  v_shards integer := p_shard.shards;
  v_shard integer := p_shard.shard;
  v_name text := p_consumer.consumer;
  v_parked boolean := false;
  v_blocked jsonb := case when p_has_parked then app.blocked_keys(p_consumer) end;
begin
  loop
    v_fresh := (v_state.to_snapshot).hi is null;
    v_state := app.open_window(p_consumer.log, p_shard, v_state, p_low);
    exit when (v_state.to_snapshot).hi is null;
    v_position := v_state.position;
    v_from_hi := (v_state.from_snapshot).hi;
    v_from_xmax := (v_state.from_snapshot).xmax;
    v_from_xip := (v_state.from_snapshot).xip;
    -- A batch whose lease expired is delivered again with the same bounds, without its parked events.
    v_through := coalesce(v_state.delivered_to, (v_state.to_snapshot).hi);
    v_to_xmax := (v_state.to_snapshot).xmax;
    v_to_xip := (v_state.to_snapshot).xip;
    v_limit := case when v_state.deliveries >= 2 or v_position < v_state.suspect_to then 1 else p_limit end;
    v_count := 0;
    v_bytes := 0;
    -- A window that was delivered to its end is only closed.
    if v_position < v_through then
      v_segment := app.whole_segment(p_consumer.log, v_position, v_through);
      v_first := coalesce(v_segment, app.first_segment());
      v_last := coalesce(v_segment, app.last_segment());
      -- The log is a constant in each: with a parameter, both logs would be locked and opened for every batch.
      if p_consumer.log = 'outbox' then
        for v_event in select * from app.log_batch(
          'outbox', v_limit, v_batch, v_deliveries, v_name, p_has_parked, v_blocked, v_position, v_through,
          v_from_hi, v_from_xmax, v_from_xip, v_to_xmax, v_to_xip, v_types, v_shards, v_shard, v_first, v_last)
        loop
          v_bytes := v_bytes + app.event_bytes(v_event.payload, v_event.metadata);
          if v_bytes > v_most_bytes then
            v_is_full := v_count > 0;
            exit when v_is_full;
            v_is_read_later := p_inline_bytes is not null;
            v_most_bytes := p_max_bytes;
          end if;
          if not v_is_read_later then
            return next v_event;
          end if;
          v_count := v_count + 1;
        end loop;
      else
        for v_event in select * from app.log_batch(
          'mutation_events', v_limit, v_batch, v_deliveries, v_name, p_has_parked, v_blocked, v_position, v_through,
          v_from_hi, v_from_xmax, v_from_xip, v_to_xmax, v_to_xip, v_types, v_shards, v_shard, v_first, v_last)
        loop
          v_bytes := v_bytes + app.event_bytes(v_event.payload, v_event.metadata);
          if v_bytes > v_most_bytes then
            v_is_full := v_count > 0;
            exit when v_is_full;
            v_is_read_later := p_inline_bytes is not null;
            v_most_bytes := p_max_bytes;
          end if;
          if not v_is_read_later then
            return next v_event;
          end if;
          v_count := v_count + 1;
        end loop;
      end if;
    end if;
    -- More may follow a full batch: it ends with its last event, or before the first that does not fit.
    v_state.delivered_to := case
      when v_is_full then v_event.event_id - 1
      when v_count = v_limit then v_event.event_id
      else v_through
    end;
    if v_blocked is not null then
      v_parked := app.park_blocked_events(p_consumer, p_shard, v_state, v_state.delivered_to, v_blocked) or v_parked;
    end if;
    if v_count > 0 then
      v_state.batch := v_state.number + 1;
      v_state.in_flight := v_count;
      v_state.worker := p_worker;
      v_state.lease := p_consumer.lease;
      v_state.leased_until := clock_timestamp() + v_state.lease;
      v_state.deliveries := v_deliveries;
      perform app.append_state(v_state);
      if v_is_read_later then
        v_event := null;
        v_event.batch := v_batch;
        return next v_event;
      end if;
      return;
    end if;
    v_state.delivered_to := null;
    v_state.deliveries := 0;
    v_deliveries := 1;
    if v_through < (v_state.to_snapshot).hi then
      v_state.position := v_through;
      continue;
    end if;
    v_state := app.close_window(p_consumer.log, p_shard, v_state);
    if v_state.shard_id is null then
      return;
    end if;
    -- A window that was opened just now and is empty is the end of the log, unless it was the end of a cluster epoch.
    exit when v_fresh and v_to_xmax < app.max_bigint();
  end loop;
  -- An idle consumer writes its state now and then, so that the search begins near the end of the log. It also writes
  -- once when no transaction is open any more, so that app.nothing_new can answer. After events were parked it has to
  -- write, or they would be delivered from the log too.
  if v_parked
    or (p_state.to_snapshot).hi is not null
    or (p_state.from_snapshot).lo < (p_state.from_snapshot).hi
      and (v_state.from_snapshot).lo = (v_state.from_snapshot).hi
    or (v_state.from_snapshot).lo - (p_state.from_snapshot).lo >= 1000
    or (v_state.from_snapshot).taken_at - (p_state.from_snapshot).taken_at > interval '1 minute'
  then
    perform app.append_state(v_state);
  end if;
end
$function$;
