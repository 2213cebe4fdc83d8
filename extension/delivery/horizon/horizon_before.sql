-- app.horizon_before(p_log text, p_now app.log_horizon, p_event_id bigint) returns app.log_horizon
-- The horizon at which the events from an id on are new, and so is everything that had not committed at p_now, whatever its id: ids are given
-- out before they commit. Internal.
--   p_event_id  null for none: p_now itself
create function app.horizon_before(p_log text, p_now app.log_horizon, p_event_id bigint) returns app.log_horizon
language plpgsql volatile
as $function$
declare
  v_era integer;
begin
  if p_event_id is null then
    return p_now;
  end if;
  v_era := app.era_of(p_log, p_event_id);
  -- In an era that is over everything has ended.
  if v_era <> p_now.era then
    return app.horizon_at(v_era, p_event_id - 1);
  end if;
  p_now.hi := least(p_now.hi, p_event_id - 1);
  p_now.lo := least(p_now.lo, p_now.hi);
  return p_now;
end
$function$;
revoke all on function app.horizon_before(text, app.log_horizon, bigint) from public;
comment on function app.horizon_before(text, app.log_horizon, bigint) is 'Internal: the horizon at which the events from an id on are new.';
