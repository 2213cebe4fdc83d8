-- app.open_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state) returns app.consumer_state
-- The state with a window open: the one that is, or the next. window_to is null when there is nothing new. Internal.
create function app.open_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state) returns app.consumer_state
language plpgsql volatile
as $function$
declare
  v_from app.log_horizon := p_state.window_from;
  v_to app.log_horizon := p_state.window_to;
  v_era integer;
begin
  if v_to.hi is not null then
    return p_state;
  end if;
  v_era := (app.current_era(p_log)).era;
  if p_shard.ends_at is null and v_from.era = v_era and app.nothing_new(p_log, v_from) then
    return p_state;
  end if;
  v_to := app.next_horizon(p_log, v_from, p_shard.ends_at, v_era);
  p_state.window_to := v_to;
  p_state.place := app.window_start(p_log, v_from, v_to);
  return p_state;
end
$function$;
revoke all on function app.open_window(text, app.consumer_shard, app.consumer_state) from public;
comment on function app.open_window(text, app.consumer_shard, app.consumer_state) is 'Internal: the state with a window open.';
