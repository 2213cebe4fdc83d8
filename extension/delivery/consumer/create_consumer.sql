-- app.create_consumer(p_consumer, p_log, p_start, p_event_types, p_shards, p_lease, p_max_attempts, p_backoff,
--   p_on_failure, p_slot, p_max_lag) returns void
-- Creates a consumer of a log. If the consumer exists with the same log and slot, changes its other options and keeps
-- its position.
--   p_consumer      text, its name
--   p_log           text, outbox or mutation_events
--   p_start         text, where a new consumer begins: earliest (the oldest retained event), latest (events that
--                   commit from now on) or a timestamp
--   p_event_types   text[], the event types to deliver; null for all
--   p_shards        integer, how many batches may be in flight at once; the keys are divided among the shards
--   p_lease         interval, time after which the lease of a batch expires
--   p_max_attempts  integer, an event becomes a dead letter after this many failures, or when its lease expires after
--                   this many deliveries
--   p_backoff       interval, time to the first retry of a failed event; doubled for each further one, up to an hour
--   p_on_failure    text, block: later events of the key wait for the retries of a failed one; skip: they do not
--   p_slot          name, replication slot that this consumer follows instead of fetching: events that the slot has
--                   confirmed are delivered
--   p_max_lag       interval, age of the oldest undelivered event at which app.maintain() suspends the consumer; null
--                   for never
-- Errors: 22004 and 22023 for a parameter, 42704 for an unknown slot, 42710 for a consumer of another log or slot,
-- 25001 outside READ COMMITTED.
create function app.create_consumer(
  p_consumer text,
  p_log text default 'outbox',
  p_start text default 'earliest',
  p_event_types text[] default null,
  p_shards integer default 1,
  p_lease interval default '30 seconds',
  p_max_attempts integer default 10,
  p_backoff interval default '1 second',
  p_on_failure text default 'block',
  p_slot name default null,
  p_max_lag interval default null
) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_new app.consumer;
  v_start app.log_snapshot;
  v_shard_id integer;
begin
  perform app.require_read_committed();
  perform app.require_consumer_options(
    p_consumer, p_log, p_event_types, p_shards, p_lease, p_max_attempts, p_backoff, p_on_failure, p_slot, p_max_lag);
  -- Before any write: a transaction without an id takes a log snapshot with tighter bounds.
  if not exists (select from app.consumer c where c.consumer = p_consumer) then
    v_start := app.log_start(p_log, p_start, 'p_start');
  end if;
  insert into app.consumer (consumer, log, event_types, lease, max_attempts, backoff, on_failure, slot, max_lag)
  values (p_consumer, p_log, p_event_types, p_lease, p_max_attempts, p_backoff, p_on_failure, p_slot, p_max_lag)
  on conflict do nothing
  returning * into v_new;
  if v_new.consumer is not null then
    insert into app.retry_lock (consumer) values (p_consumer);
    for v_shard_id in
      insert into app.consumer_shard (consumer, generation, shard, shards)
      select p_consumer, 1, n, p_shards from generate_series(0, p_shards - 1) n
      returning shard_id
    loop
      perform app.reset_shard(v_shard_id, v_start);
    end loop;
    return;
  end if;
  update app.consumer c
  set event_types = p_event_types, lease = p_lease, max_attempts = p_max_attempts, backoff = p_backoff,
    on_failure = p_on_failure, max_lag = p_max_lag
  where c.consumer = p_consumer and c.log = p_log and c.slot is not distinct from p_slot
  returning * into v_new;
  if not found then
    raise exception using
      errcode = 'duplicate_object',
      message = format('p_consumer: %s exists and reads another log or follows another slot', p_consumer),
      detail = (
        select format('It reads %s%s.', c.log, ' and follows slot ' || c.slot)
        from app.consumer c where c.consumer = p_consumer),
      hint = 'Choose another name, or drop that consumer with app.drop_consumer.';
  end if;
  if not exists (select from app.consumer_shard s where s.consumer = p_consumer) then
    perform app.seek_consumer(p_consumer, p_start);
  end if;
  perform app.set_shards(v_new, p_shards);
end
$function$;
