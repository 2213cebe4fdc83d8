-- app.log_start(p_log text, p_start text, p_parameter text, p_low bigint default null) returns app.log_snapshot
-- The log snapshot at which a consumer starts to read. Internal.
--   p_start      earliest (the oldest retained event), latest (events that commit from now on), or a timestamp: the
--                first event created then or later
--   p_parameter  name of the caller's parameter, for the error
--   p_low        app.low_bound, read before this transaction got its id; null when it has none
-- Errors: 22004 for null, 22023 for any other value.
create function app.log_start(p_log text, p_start text, p_parameter text, p_low bigint default null)
returns app.log_snapshot
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_time timestamptz;
  v_now app.log_snapshot;
  v_first bigint;
begin
  perform app.require_value(p_parameter, p_start);
  if p_start = 'earliest' then
    perform app.current_cluster_epoch(p_log);
    return app.snapshot_at(app.cluster_epoch_of(p_log, 1), 0);
  elsif p_start = 'latest' then
    return app.take_snapshot(p_log, (app.current_cluster_epoch(p_log)).start, p_low);
  end if;
  begin
    v_time := p_start::timestamptz;
  exception when data_exception then
    perform app.refuse_value(p_parameter, p_start,
      'Pass earliest, latest or a timestamp such as 2026-01-31 12:00:00+00.');
  end;
  -- Before the query for the event: an event with a lower id that commits in between must still be delivered.
  v_now := app.take_snapshot(p_log, (app.current_cluster_epoch(p_log)).start, p_low);
  select min(event_id + 0) into v_first from app.log_event where log = p_log and created_at >= v_time;
  return app.snapshot_before(p_log, v_now, v_first);
end
$function$;
