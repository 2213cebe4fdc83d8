-- app.reset_shard(p_shard_id integer, p_at app.log_snapshot) returns void
-- Moves a shard to a log snapshot; the acknowledgement of a batch in flight then returns late. Internal.
create function app.reset_shard(p_shard_id integer, p_at app.log_snapshot) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state app.consumer_state;
begin
  perform app.lock_shard(p_shard_id);
  v_state := app.latest_state(p_shard_id);
  perform app.append_state(row(
    p_shard_id, coalesce(v_state.number, 0), p_at, null, p_at.lo, null, null, null, null, null, null, 0, null,
    coalesce(v_state.acknowledged, 0), null)::app.consumer_state);
end
$function$;
