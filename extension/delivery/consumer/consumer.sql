-- app.consumer: the consumers and their options. Created by app.create_consumer.
create table app.consumer (
  consumer text primary key,
  log text not null check (log = any (app.logs())),
  event_types text[],
  lease interval not null,
  max_attempts integer not null,
  backoff interval not null,
  on_failure text not null check (on_failure in ('block', 'skip')),
  slot name,
  slot_lost_at timestamptz,
  max_lag interval,
  suspended text,
  created_at timestamptz not null default now()
);
select pg_catalog.pg_extension_config_dump('app.consumer', '');
comment on table app.consumer is 'The consumers and their options.';
comment on column app.consumer.consumer is 'Its name.';
comment on column app.consumer.log is 'outbox or mutation_events.';
comment on column app.consumer.event_types is 'The event types it reads; null for all.';
comment on column app.consumer.lease is 'Time after which the lease of a batch expires.';
comment on column app.consumer.max_attempts is
  'An event becomes a dead letter after this many failures, or when its lease expires after this many deliveries.';
comment on column app.consumer.backoff is 'Time to the first retry of a failed event; doubled for each further one.';
comment on column app.consumer.on_failure is
  'block: later events of the same key wait for the retries of a failed one; skip: they do not.';
comment on column app.consumer.slot is
  'Replication slot whose confirmed position is the position of this consumer; null for one that fetches.';
comment on column app.consumer.slot_lost_at is
  'When that slot was found to be missing; the position stays until app.seek_consumer. Null while it exists.';
comment on column app.consumer.max_lag is
  'Age of the oldest undelivered event at which maintenance suspends the consumer; null for never.';
comment on column app.consumer.suspended is
  'Why it is suspended: it may not fetch, and retention ignores it. Null when it is not suspended.';
