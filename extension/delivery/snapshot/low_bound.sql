-- app.low_bound(p_log text) returns bigint
-- The end of a log, for app.take_snapshot of this transaction; null when the transaction has an id already. Internal.
-- Transactions that get their id after this one write only above it. So it has to be read before the transaction gets
-- its id, which locking a row gives it.
create function app.low_bound(p_log text) returns bigint
language sql volatile
return case when pg_current_xact_id_if_assigned() is null then app.log_end(p_log) end;
