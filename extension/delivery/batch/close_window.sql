-- app.close_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state) returns app.consumer_state
-- The state after the last event of its window. Internal. If the window ends where a new generation of shards begins,
-- the shard is deleted and shard_id is null.
-- unpinned: only functions call it that pin theirs
create function app.close_window(p_log text, p_shard app.consumer_shard, p_state app.consumer_state)
returns app.consumer_state
language plpgsql volatile
as $function$
begin
  if p_state.to_snapshot = p_shard.ends_at then
    delete from app.consumer_state s where s.shard_id = p_shard.shard_id;
    delete from app.consumer_shard s where s.shard_id = p_shard.shard_id;
    p_state.shard_id := null;
  end if;
  p_state.from_snapshot := app.snapshot_after(p_log, p_state.to_snapshot);
  p_state.to_snapshot := null;
  p_state.position := (p_state.from_snapshot).lo;
  return p_state;
end
$function$;
