-- app.require_shard(p_consumer text, p_shard integer) returns void
-- Refuses a shard number that no generation of the consumer's shards has. Internal. A number that another generation
-- has is accepted, and the fetch returns no events. Errors: 22023; 55000 for a consumer without any shard.
create function app.require_shard(p_consumer text, p_shard integer) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shards integer := (select max(s.shards) from app.consumer_shard s where s.consumer = p_consumer);
begin
  if v_shards is null then
    perform app.find_consumer(p_consumer);
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s has no shards', p_consumer),
      detail = 'A restore that failed can leave a consumer without its positions.',
      hint = format('Run: select app.seek_consumer(%L, ''earliest''). It delivers what is retained.', p_consumer);
  elsif p_shard not between 0 and v_shards - 1 then
    perform app.refuse_value('p_shard', p_shard::text, format(
      'Consumer %s has %s: pass a number from 0 to %s, or null for any that is free.',
      p_consumer, case v_shards when 1 then '1 shard' else v_shards || ' shards' end, v_shards - 1));
  end if;
end
$function$;
