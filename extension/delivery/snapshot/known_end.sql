-- app.known_end(p_log text) returns bigint
-- The highest event id that an event, a position, a parked event or a cluster epoch of a log names; 0 when there is
-- none. Internal. If app.log_end is below it, the sequence was set back.
create function app.known_end(p_log text) returns bigint
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_end bigint;
begin
  execute format('select max(event_id) from app.%I', p_log) into v_end;
  return (
    select greatest(
      v_end,
      max(greatest((t.from_snapshot).hi, (t.to_snapshot).hi, t.position, t.delivered_to, (s.ends_at).hi)),
      (select max(r.event_id) from app.consumer_retry r join app.consumer c on c.consumer = r.consumer
        where c.log = p_log),
      (select max((e.start).hi) from app.cluster_epoch e where e.log = p_log),
      0)
    from app.consumer c
    join app.consumer_shard s on s.consumer = c.consumer
    cross join lateral (
      select * from app.consumer_state n where n.shard_id = s.shard_id order by n.number desc limit 1) t
    where c.log = p_log);
end
$function$;
