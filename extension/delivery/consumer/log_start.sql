-- app.log_start(p_log text, p_start text) returns app.log_horizon
-- The horizon at which a consumer starts to read. Internal.
--   p_start  earliest (what is retained), latest (what commits from now on), or a timestamp: the first event created then or later
-- Errors: 22004 for null, 22023 for what is none of these.
create function app.log_start(p_log text, p_start text) returns app.log_horizon
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_era app.log_era := app.current_era(p_log);
  v_time timestamptz;
  v_first bigint;
begin
  perform app.require_value('p_start', p_start);
  if p_start = 'earliest' then
    return app.horizon_at(app.era_of(p_log, 1), 0);
  elsif p_start = 'latest' then
    return app.take_horizon(p_log, v_era.start);
  end if;
  begin
    v_time := p_start::timestamptz;
  exception when data_exception then
    perform app.refuse_value('p_start', p_start, 'Pass earliest, latest or a timestamp such as 2026-01-31 12:00:00+00.');
  end;
  if p_log = 'outbox' then
    select min(event_id + 0) into v_first from app.outbox where created_at >= v_time;
  else
    select min(event_id + 0) into v_first from app.mutation_events where event_timestamp >= v_time;
  end if;
  if v_first is null then
    return app.take_horizon(p_log, v_era.start);
  end if;
  return app.horizon_at(app.era_of(p_log, v_first), v_first - 1);
end
$function$;
revoke all on function app.log_start(text, text) from public;
comment on function app.log_start(text, text) is 'Internal: the horizon at which a consumer starts to read.';
