-- app.purge_dead_letters(p_consumer text, p_event_id bigint default null) returns bigint
-- Deletes dead letters for good.
--   p_event_id  the dead letter; null for all of the consumer
-- Returns how many it deleted. Errors: 22004, 42704 for an unknown consumer, P0002 for an event that is no dead letter
-- of it.
create function app.purge_dead_letters(p_consumer text, p_event_id bigint default null) returns bigint
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_count bigint;
  v_kept bigint;
begin
  perform app.find_consumer(p_consumer, '{operator}');
  delete from app.consumer_retry r
  where r.consumer = p_consumer and r.dead_at is not null and (p_event_id is null or r.event_id = p_event_id)
    and app.is_passed(r);
  get diagnostics v_count = row_count;
  update app.consumer_retry r set done_at = clock_timestamp(), dead_at = null
  where r.consumer = p_consumer and r.dead_at is not null and (p_event_id is null or r.event_id = p_event_id);
  get diagnostics v_kept = row_count;
  v_count := v_count + v_kept;
  if v_count = 0 and p_event_id is not null then
    perform app.refuse_dead_letter(p_consumer, p_event_id);
  end if;
  return v_count;
end
$function$;
