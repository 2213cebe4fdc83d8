-- app.ring_doorbell(p_log text) returns void
-- Wakes the sleeping consumers of a log when this transaction commits. Internal. Called when there are events to
-- deliver although none was written.
create function app.ring_doorbell(p_log text) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('specql_cdc_' || p_log, '');
end;
