-- app.consumer_retry: the events that a consumer has not dealt with although its position has passed them: failed ones
-- that wait for their retry, those of the same key blocked behind them, and dead letters. Copies, so that they outlive
-- their segment. Also those dealt with before the batch they failed in was: if its worker does not come back, that
-- batch comes again without them.
create table app.consumer_retry (
  consumer text not null,
  event_id bigint not null,
  partition_key text not null,
  event app.delivered_event not null,
  failures integer not null default 0,
  deliveries integer not null default 0,
  last_error text,
  due_at timestamptz,
  batch bigint,
  worker text,
  leased_until timestamptz,
  dead_at timestamptz,
  done_at timestamptz,
  primary key (consumer, event_id)
);
select pg_catalog.pg_extension_config_dump('app.consumer_retry', '');
create index idx_consumer_retry_key on app.consumer_retry (consumer, partition_key, event_id);
comment on table app.consumer_retry is
  'The events that a consumer has not dealt with although its position has passed them.';
comment on column app.consumer_retry.consumer is 'The consumer.';
comment on column app.consumer_retry.event_id is 'The event.';
comment on column app.consumer_retry.partition_key is 'Its key.';
comment on column app.consumer_retry.event is 'The event itself.';
comment on column app.consumer_retry.failures is 'How many times a worker said that it failed.';
comment on column app.consumer_retry.deliveries is
  'How many times it was delivered; more than failures when workers did not come back.';
comment on column app.consumer_retry.last_error is 'What the worker said last.';
comment on column app.consumer_retry.due_at is
  'When it may be delivered again; null for one that only waits for another of its key.';
comment on column app.consumer_retry.batch is 'The batch that it is delivered in; null when it is not.';
comment on column app.consumer_retry.worker is 'Who has it.';
comment on column app.consumer_retry.leased_until is 'From then on another may have it.';
comment on column app.consumer_retry.dead_at is 'When it became a dead letter; null while it is not.';
comment on column app.consumer_retry.done_at is
  'When it was dealt with although the batch it failed in was still out; null otherwise.';

create sequence app.consumer_retry_batch_seq as bigint;
select pg_catalog.pg_extension_config_dump('app.consumer_retry_batch_seq', '');
comment on sequence app.consumer_retry_batch_seq is 'Numbers of the batches of retries.';
