-- app.horizon_at(p_era integer, p_event_id bigint) returns app.log_horizon
-- The horizon that begins after an event id: every event above it is new, whenever it committed. Internal.
create function app.horizon_at(p_era integer, p_event_id bigint) returns app.log_horizon
language sql volatile
set search_path = pg_catalog, pg_temp
return row(p_era, p_event_id, p_event_id, 0, '{}', '{}', 0, p_event_id, clock_timestamp())::app.log_horizon;
revoke all on function app.horizon_at(integer, bigint) from public;
comment on function app.horizon_at(integer, bigint) is 'Internal: the horizon that begins after an event id.';
