-- app.retry_lock: a row for each consumer, which whoever delivers its retries locks. Without a foreign key, as
-- app.consumer_shard.
create table app.retry_lock (
  consumer text primary key
);
select pg_catalog.pg_extension_config_dump('app.retry_lock', '');
comment on table app.retry_lock is 'A row for each consumer, which whoever delivers its retries locks.';
comment on column app.retry_lock.consumer is 'The consumer.';
