-- app.ring_doorbell(p_log text) returns void
-- Wakes whoever sleeps at the end of a log, when this transaction commits: there is something to fetch that nobody has
-- just written. Internal.
create function app.ring_doorbell(p_log text) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('specql_cdc_' || p_log, '');
end;
