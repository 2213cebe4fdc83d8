-- app.open_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state, p_low bigint)
--   returns app.consumer_state
-- The state with an open window, which is opened if none is; to_snapshot is null when there is nothing new. Internal.
create function app.open_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state, p_low bigint)
returns app.consumer_state
language plpgsql volatile
as $function$
declare
  v_from app.log_snapshot := p_state.from_snapshot;
  v_to app.log_snapshot := p_state.to_snapshot;
  v_cluster_epoch integer;
begin
  if v_to.hi is not null then
    return p_state;
  end if;
  v_cluster_epoch := (app.current_cluster_epoch(p_log)).cluster_epoch;
  if p_shard.ends_at is null and v_from.cluster_epoch = v_cluster_epoch and app.nothing_new(p_log, v_from) then
    return p_state;
  end if;
  v_to := app.next_snapshot(p_log, v_from, p_shard.ends_at, v_cluster_epoch, p_low);
  p_state.to_snapshot := v_to;
  p_state.position := app.window_start(p_log, v_from, v_to);
  return p_state;
end
$function$;
