-- app.consumer_shard: the parts that a consumer's keys are divided into. A new number of shards is a new generation,
-- which begins where the one before it ends. So each key stays in order while its events move to another shard.
-- Without a foreign key to app.consumer: pg_restore loads the rows of extensions in any order when it has several jobs.
create table app.consumer_shard (
  shard_id integer generated always as identity primary key,
  consumer text not null,
  generation integer not null,
  shard integer not null,
  shards integer not null,
  ends_at app.log_snapshot,
  unique (consumer, generation, shard)
);
select pg_catalog.pg_extension_config_dump('app.consumer_shard', '');
select pg_catalog.pg_extension_config_dump('app.consumer_shard_shard_id_seq', '');
comment on table app.consumer_shard is 'The parts that a consumer''s keys are divided into.';
comment on column app.consumer_shard.shard_id is 'Id of the shard, unique among all consumers.';
comment on column app.consumer_shard.generation is 'Counts the changes of the number of shards.';
comment on column app.consumer_shard.shard is 'Number of the shard, from 0.';
comment on column app.consumer_shard.shards is 'How many shards this generation has.';
comment on column app.consumer_shard.ends_at is 'Where the next generation begins; null for the latest generation.';

-- app.in_shard(p_key text, p_shards integer, p_shard integer) returns boolean
-- Whether a partition key belongs to a shard. Inlined where it is used. Internal.
create function app.in_shard(p_key text, p_shards integer, p_shard integer) returns boolean
language sql immutable parallel safe
return p_shards = 1 or (hashtextextended(p_key, 0) & app.max_bigint()) % p_shards = p_shard;

-- app.shard_of(p_key text, p_shards integer) returns integer
-- The shard that a partition key belongs to; the one for which app.in_shard is true. Internal.
create function app.shard_of(p_key text, p_shards integer) returns integer
language sql immutable parallel safe
return case when p_shards = 1 then 0 else ((hashtextextended(p_key, 0) & app.max_bigint()) % p_shards)::integer end;
