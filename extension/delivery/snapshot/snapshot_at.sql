-- app.snapshot_at(p_cluster_epoch integer, p_event_id bigint) returns app.log_snapshot
-- The log snapshot after an event id: every event above it is new, whenever it committed. Internal.
create function app.snapshot_at(p_cluster_epoch integer, p_event_id bigint) returns app.log_snapshot
language sql volatile
set search_path = pg_catalog, pg_temp
return row(p_cluster_epoch, p_event_id, p_event_id, 0, '{}', '{}', 0, p_event_id, clock_timestamp())::app.log_snapshot;
