-- app.consumer_retry: the parked events of consumers: events that failed and wait for their retry, events of the same
-- key blocked behind them, and dead letters. They are copies, so that they outlive their segment. An event whose retry
-- is acknowledged while the batch it failed in is still in flight stays until that batch is acknowledged. If the lease
-- of the batch expires, the batch is delivered again without it.
create table app.consumer_retry (
  consumer text not null,
  event_id bigint not null,
  partition_key text not null,
  event app.delivered_event not null,
  failures integer not null default 0,
  deliveries integer not null default 0,
  last_error text,
  due_at timestamptz,
  delay interval,
  batch bigint,
  worker text,
  leased_until timestamptz,
  lease interval,
  dead_at timestamptz,
  done_at timestamptz,
  primary key (consumer, event_id)
);
select pg_catalog.pg_extension_config_dump('app.consumer_retry', '');
create index idx_consumer_retry_key on app.consumer_retry (consumer, partition_key, event_id);
comment on table app.consumer_retry is
  'The parked events of consumers: failed events that wait for a retry, events blocked behind them, and dead letters.';
comment on column app.consumer_retry.consumer is 'The consumer.';
comment on column app.consumer_retry.event_id is 'The event.';
comment on column app.consumer_retry.partition_key is 'Its key.';
comment on column app.consumer_retry.event is 'The event itself.';
comment on column app.consumer_retry.failures is 'How many times app.nack_event was called for it.';
comment on column app.consumer_retry.deliveries is
  'How many times it was delivered; more than failures when leases expired.';
comment on column app.consumer_retry.last_error is 'The error of the latest failure.';
comment on column app.consumer_retry.due_at is
  'When it may be delivered again; null for an event that is only blocked by another of its key.';
comment on column app.consumer_retry.delay is 'The time that the retry was to wait.';
comment on column app.consumer_retry.batch is 'The batch in which it is in flight; null when it is not.';
comment on column app.consumer_retry.worker is 'The worker that it is leased to.';
comment on column app.consumer_retry.leased_until is 'When the lease expires.';
comment on column app.consumer_retry.lease is 'How long the lease was given for.';
comment on column app.consumer_retry.dead_at is 'When it became a dead letter; null while it is not.';
comment on column app.consumer_retry.done_at is
  'When it was acknowledged or purged while the batch it failed in was still in flight; null otherwise.';

create sequence app.consumer_retry_batch_seq as bigint;
select pg_catalog.pg_extension_config_dump('app.consumer_retry_batch_seq', '');
comment on sequence app.consumer_retry_batch_seq is 'Numbers of the batches of retries.';
