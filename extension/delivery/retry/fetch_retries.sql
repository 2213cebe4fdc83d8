-- app.fitting_retries(p_consumer text, p_event_ids bigint[], p_max_bytes integer)
--   returns table (event_id bigint, bytes bigint)
-- The first of these parked events, as many as fit into p_max_bytes and at least one, with the bytes up to each.
-- Internal. Reads none of the others, which may be large.
create function app.fitting_retries(p_consumer text, p_event_ids bigint[], p_max_bytes integer)
returns table (event_id bigint, bytes bigint)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  bytes := 0;
  foreach event_id in array p_event_ids loop
    bytes := bytes + (
      select app.event_bytes((r.event).payload, (r.event).metadata) from app.consumer_retry r
      where r.consumer = p_consumer and r.event_id = fitting_retries.event_id);
    exit when bytes > p_max_bytes and event_id <> p_event_ids[1];
    return next;
  end loop;
end
$function$;

-- app.fetch_retries(p_consumer app.consumer, p_limit integer, p_max_bytes integer, p_inline_bytes integer,
--   p_shard integer, p_worker text) returns setof app.delivered_event
-- Delivers the parked events that are due. Internal.
--   p_shard  only the keys of this shard; null for all
-- A failed event is due at its due_at, and the events blocked behind it are due with it. Under block, an earlier event
-- of the key that is in flight or not yet due keeps the later ones back. So does, in either case, an earlier event of
-- the key that may still be delivered from the log. An event whose lease has expired twice is delivered alone, and
-- becomes a dead letter after max_attempts deliveries.
create function app.fetch_retries(
  p_consumer app.consumer, p_limit integer, p_max_bytes integer, p_inline_bytes integer,
  p_shard integer, p_worker text
) returns setof app.delivered_event
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_now timestamptz := clock_timestamp();
  v_batch bigint;
  v_delivered record;
  v_event app.delivered_event;
begin
  if not app.try_lock_retries(p_consumer.consumer) then
    return;
  end if;
  update app.consumer_retry r
  set dead_at = v_now, batch = null, leased_until = null,
    last_error = app.error_text(coalesce(r.last_error || '; ', '')
      || format('delivered %s times, and no worker acknowledged it', r.deliveries))
  where r.consumer = p_consumer.consumer and r.dead_at is null and not app.lies_ahead(r.leased_until, r.lease, v_now)
    and r.deliveries >= p_consumer.max_attempts;
  v_batch := nextval('app.consumer_retry_batch_seq');
  for v_delivered in
  with waiting as (
    -- One scan in the order of the keys: thousands of events may be blocked behind one. Under skip none blocks another.
    select r.event_id, r.partition_key, r.deliveries - r.failures >= 2 as suspect,
      bool_or(app.lies_ahead(r.due_at, r.delay, v_now) or app.lies_ahead(r.leased_until, r.lease, v_now)) over (
        partition by r.partition_key, case when p_consumer.on_failure = 'skip' then r.event_id end
        order by r.event_id) as kept
    from app.consumer_retry r
    where r.consumer = p_consumer.consumer and r.dead_at is null and r.done_at is null
  ), free as materialized (
    select w.event_id, w.suspect
    from waiting w
    where w.kept is not true
      and (p_shard is null or app.in_shard(w.partition_key, (
        select max(s.shards) from app.consumer_shard s
        where s.consumer = p_consumer.consumer and s.ends_at is null), p_shard))
    order by w.suspect desc, w.event_id
  ), due as (
    -- In the order of free, and only up to the limit: the check of each event is expensive.
    select f.event_id, f.suspect
    from free f
    cross join lateral (
      select r from app.consumer_retry r
      where r.consumer = p_consumer.consumer and r.event_id = f.event_id offset 0) e
    where app.is_passed(e.r) or not app.follows_in_log(p_consumer, e.r)
    limit p_limit
  ), chosen as (
    select c.event_id, c.bytes
    from app.fitting_retries(p_consumer.consumer, array(
      select d.event_id from due d
      where d.suspect = (select bool_or(s.suspect) from due s)
      order by d.event_id
      limit (select case when bool_or(s.suspect) then 1 else p_limit end from due s)), p_max_bytes) c
  ), delivered as (
    update app.consumer_retry r
    set batch = v_batch, worker = p_worker, leased_until = v_now + p_consumer.lease, lease = p_consumer.lease,
      deliveries = r.deliveries + 1
    from chosen c
    where r.consumer = p_consumer.consumer and r.event_id = c.event_id
    returning r.event_id, r.partition_key, r.event, r.deliveries
  ), taken as (
    -- Later events of the same keys in a batch whose lease has expired are blocked again.
    update app.consumer_retry r
    set batch = null, worker = null, leased_until = null
    from (select n.partition_key as key, min(n.event_id) as first from delivered n group by n.partition_key) n
    where p_consumer.on_failure = 'block' and r.consumer = p_consumer.consumer and r.partition_key = n.key
      and r.event_id > n.first and not app.lies_ahead(r.leased_until, r.lease, v_now)
      and r.event_id <> all (select c.event_id from chosen c)
  )
  select d.event, d.deliveries, (select max(c.bytes) > p_inline_bytes from chosen c) as is_read_later
  from delivered d order by d.event_id
  loop
    if v_delivered.is_read_later then
      v_event.batch := format('retry.%s', v_batch);
      return next v_event;
      return;
    end if;
    v_event := v_delivered.event;
    v_event.batch := format('retry.%s', v_batch);
    v_event.deliveries := v_delivered.deliveries;
    return next v_event;
  end loop;
end
$function$;
