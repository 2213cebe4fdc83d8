-- app.place_shard(p_shard_id integer, p_at app.log_horizon) returns void
-- Puts a shard at a horizon; a batch that is out becomes a late one. Internal.
create function app.place_shard(p_shard_id integer, p_at app.log_horizon) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_state app.consumer_state;
begin
  perform pg_advisory_xact_lock(1397834564, app.shard_lock(p_shard_id));
  v_state := app.latest_state(p_shard_id);
  perform app.append_state(row(
    p_shard_id, coalesce(v_state.number, 0), p_at, null, p_at.lo, null, null, null, null, null, 0, null,
    coalesce(v_state.acknowledged, 0), null)::app.consumer_state);
end
$function$;
revoke all on function app.place_shard(integer, app.log_horizon) from public;
comment on function app.place_shard(integer, app.log_horizon) is 'Internal: puts a shard at a horizon.';
