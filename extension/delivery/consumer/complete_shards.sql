-- app.complete_shards(p_consumer text) returns void
-- Adds the rows of a consumer that a failed restore left out: those of its latest shards, or one shard if it has none,
-- and the one that locks its retries. Internal. The new shards have no position yet.
create function app.complete_shards(p_consumer text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_latest app.consumer_shard;
begin
  insert into app.retry_lock (consumer) values (p_consumer) on conflict do nothing;
  select * into v_latest from app.consumer_shard s where s.consumer = p_consumer order by s.generation desc limit 1;
  insert into app.consumer_shard (consumer, generation, shard, shards)
  select p_consumer, coalesce(v_latest.generation, 1), n, coalesce(v_latest.shards, 1)
  from generate_series(0, coalesce(v_latest.shards, 1) - 1) n
  on conflict (consumer, generation, shard) do nothing;
end
$function$;

-- app.incomplete_consumers() returns setof text
-- The consumers that lack a shard, the position of one, or the row that locks their retries. Internal.
create function app.incomplete_consumers() returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select c.consumer
  from app.consumer c
  left join app.retry_lock l on l.consumer = c.consumer
  left join lateral (
    select s.shards, count(*) as found,
      bool_and(exists (select from app.consumer_state t where t.shard_id = s.shard_id)) as placed
    from app.consumer_shard s
    where s.consumer = c.consumer
    group by s.generation, s.shards order by s.generation desc limit 1) g on true
  where l.consumer is null or (g.found = g.shards and g.placed) is not true;
end;
