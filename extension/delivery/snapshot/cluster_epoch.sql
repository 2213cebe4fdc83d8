-- app.cluster_epoch: the clusters whose transaction ids a log contains. Transaction ids of one cluster mean nothing in
-- another. So a new cluster epoch begins at the end of the log after a restore, a switchover or pg_upgrade. The events
-- before it have committed, and are read by the transaction ids of their own cluster epoch. Cluster epoch 0 has no row:
-- it contains the events that another cluster wrote before the log had its first consumer.
-- A copy of a cluster has its identifier too. So a row also records the transaction that wrote it, which a copy by
-- pg_dump or by logical replication does not match: there another transaction wrote the row. Files keep it, also when
-- they are frozen: in a copy of the files the ids go on. sequence_file tells a sequence that was restarted.
create table app.cluster_epoch (
  log text not null,
  cluster_epoch integer not null,
  system_identifier bigint not null,
  start app.log_snapshot not null,
  opened_by xid,
  sequence_file oid not null,
  primary key (log, cluster_epoch)
);
select pg_catalog.pg_extension_config_dump('app.cluster_epoch', '');
comment on table app.cluster_epoch is 'The clusters whose transaction ids a log contains.';
comment on column app.cluster_epoch.log is 'outbox or mutation_events.';
comment on column app.cluster_epoch.cluster_epoch is 'Number of the cluster epoch, from 1.';
comment on column app.cluster_epoch.system_identifier is 'The cluster, as pg_control_system() identifies it.';
comment on column app.cluster_epoch.start is
  'The log snapshot when it was opened: every event up to start.lo belongs to an earlier cluster epoch.';
comment on column app.cluster_epoch.opened_by is 'The transaction that wrote this row: its xmin, unless it is a copy.';
comment on column app.cluster_epoch.sequence_file is
  'The file of the sequence of the event ids when it was opened: restarting the sequence makes another.';

-- app.cluster_epoch_of(p_log text, p_event_id bigint) returns integer
-- The cluster epoch an event id belongs to. Internal.
create function app.cluster_epoch_of(p_log text, p_event_id bigint) returns integer
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce(
  (select max(e.cluster_epoch) from app.cluster_epoch e where e.log = p_log and (e.start).lo < p_event_id), 0);
