-- app.acknowledgement_rate(p_state app.consumer_state) returns numeric
-- The events that a shard acknowledged within the last minute, per second; null when it took no step. Internal.
-- Reads the steps of that minute only, the newest first.
create function app.acknowledgement_rate(p_state app.consumer_state) returns numeric
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set enable_sort = off
as $function$
declare
  v_since timestamptz := clock_timestamp() - interval '1 minute';
  v_step record;
  v_acknowledged bigint;
  v_changed_at timestamptz;
begin
  if p_state.changed_at <= v_since then
    return null;
  end if;
  for v_step in
    select t.acknowledged, t.changed_at from app.consumer_state t
    where t.shard_id = p_state.shard_id and t.number <= p_state.number
    order by t.number desc
  loop
    exit when v_step.changed_at <= v_since;
    v_acknowledged := v_step.acknowledged;
    v_changed_at := v_step.changed_at;
  end loop;
  return round(
    (p_state.acknowledged - v_acknowledged)
      / nullif(extract(epoch from clock_timestamp() - v_changed_at), 0), 1);
end
$function$;
