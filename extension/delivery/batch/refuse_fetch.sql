-- app.refuse_fetch(p_consumer text) returns void
-- Raises the error for a consumer that may not fetch. Internal. Errors: those of app.find_consumer, 55000 when it is
-- suspended or follows a slot.
create function app.refuse_fetch(p_consumer text) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_consumer app.consumer := app.find_consumer(p_consumer);
begin
  if v_consumer.slot is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s follows replication slot %s and fetches nothing', p_consumer, v_consumer.slot),
      hint = 'Read from the slot, or create another consumer.';
  elsif v_consumer.suspended is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_consumer: %s is suspended', p_consumer),
      detail = v_consumer.suspended,
      hint = 'Events may be gone from the log. Choose where it goes on: '
        'app.seek_consumer(consumer, ''earliest'') delivers what is retained.';
  end if;
end
$function$;

-- app.refuse_shard(p_consumer text, p_shard integer) returns void
-- Refuses a shard number that no generation of the consumer's shards has. Internal. A number that another generation
-- has is accepted, and the fetch returns no events. Errors: 22023.
create function app.refuse_shard(p_consumer text, p_shard integer) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_shards integer := (select max(s.shards) from app.consumer_shard s where s.consumer = p_consumer);
begin
  if p_shard not between 0 and v_shards - 1 then
    perform app.refuse_value('p_shard', p_shard::text, format(
      'Consumer %s has %s: pass a number from 0 to %s, or null for any that is free.',
      p_consumer, case v_shards when 1 then '1 shard' else v_shards || ' shards' end, v_shards - 1));
  end if;
end
$function$;
