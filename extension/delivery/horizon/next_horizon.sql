-- app.next_horizon(p_log text, p_from app.log_horizon, p_until app.log_horizon, p_era integer) returns app.log_horizon
-- How far the window after p_from reaches: to p_until when that is of the same era, else to the end of the era when that is over, else to
-- now. Internal.
--   p_era  that of this cluster
create function app.next_horizon(p_log text, p_from app.log_horizon, p_until app.log_horizon, p_era integer) returns app.log_horizon
language plpgsql volatile
as $function$
declare
  v_end bigint;
begin
  if p_until.era = p_from.era then
    return p_until;
  end if;
  if p_from.era < p_era then
    select (e.start).lo into v_end from app.log_era e where e.log = p_log and e.era = p_from.era + 1;
    -- In an era that is over everything has ended.
    return row(p_from.era, v_end, v_end, 9223372036854775807, '{}', '{}', null, v_end, clock_timestamp())::app.log_horizon;
  end if;
  return app.take_horizon(p_log, p_from);
end
$function$;
revoke all on function app.next_horizon(text, app.log_horizon, app.log_horizon, integer) from public;
comment on function app.next_horizon(text, app.log_horizon, app.log_horizon, integer) is 'Internal: how far the window after a horizon reaches.';

-- app.horizon_after(p_log text, p_to app.log_horizon) returns app.log_horizon
-- Where the next window begins: at the horizon itself, or at the start of the next era. Internal.
create function app.horizon_after(p_log text, p_to app.log_horizon) returns app.log_horizon
language plpgsql stable
as $function$
begin
  if p_to.next_xid is null then
    return (select e.start from app.log_era e where e.log = p_log and e.era = p_to.era + 1);
  end if;
  return p_to;
end
$function$;
revoke all on function app.horizon_after(text, app.log_horizon) from public;
comment on function app.horizon_after(text, app.log_horizon) is 'Internal: where the next window begins.';
