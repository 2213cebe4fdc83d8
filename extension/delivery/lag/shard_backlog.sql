-- app.shard_backlog(p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_low bigint,
--   p_limit integer, out p_events bigint, out p_oldest_at timestamptz)
-- The events that a shard has not acknowledged, at most p_limit of them, and when the oldest was written. Internal.
--   p_low  the shard has acknowledged every event up to this id
-- The settings are those of app.fetch_shard, for the same reasons: an ordered index scan, one plan, and no JIT.
create function app.shard_backlog(
  p_consumer app.consumer, p_shard app.consumer_shard, p_state app.consumer_state, p_low bigint, p_limit integer,
  out p_events bigint, out p_oldest_at timestamptz
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
set enable_sort = off set enable_bitmapscan = off set enable_seqscan = off set plan_cache_mode = force_generic_plan
set jit = off
as $function$
declare
  -- The parameters of the query, as scalars: a field of a composite would be looked up for each row.
  v_position bigint := p_state.position;
  v_from_hi bigint := (p_state.from_snapshot).hi;
  v_from_xmax bigint := (p_state.from_snapshot).xmax;
  v_from_xip bigint[] := (p_state.from_snapshot).xip;
  v_to_xmax bigint := (p_state.to_snapshot).xmax;
  v_to_xip bigint[] := (p_state.to_snapshot).xip;
  v_types text[] := p_consumer.event_types;
  v_shards integer := p_shard.shards;
  v_shard integer := p_shard.shard;
begin
  -- The log is a constant in each: with a parameter, both logs would be locked and opened.
  if p_consumer.log = 'outbox' then
    select count(*), min(l.created_at) into p_events, p_oldest_at
    from (
      select e.created_at from app.log_event e
      where e.log = 'outbox' and e.event_id > p_low
        and (v_types is null or e.event_type = any (v_types))
        and app.in_shard(e.partition_key, v_shards, v_shard)
        and not app.was_committed(e.event_id, e.transaction_id, v_from_hi, v_from_xmax, v_from_xip)
        and app.was_committed(e.event_id, e.transaction_id, v_position, v_to_xmax, v_to_xip) is not true
      order by e.event_id limit p_limit) l;
  else
    select count(*), min(l.created_at) into p_events, p_oldest_at
    from (
      select e.created_at from app.log_event e
      where e.log = 'mutation_events' and e.event_id > p_low
        and (v_types is null or e.event_type = any (v_types))
        and app.in_shard(e.partition_key, v_shards, v_shard)
        and not app.was_committed(e.event_id, e.transaction_id, v_from_hi, v_from_xmax, v_from_xip)
        and app.was_committed(e.event_id, e.transaction_id, v_position, v_to_xmax, v_to_xip) is not true
      order by e.event_id limit p_limit) l;
  end if;
end
$function$;
