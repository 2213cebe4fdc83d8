-- app.slot_mark: for consumers that follow a replication slot, log snapshots with the WAL position at which each was
-- taken. An event that had committed at a log snapshot has its commit record before that position. So a slot that
-- confirmed the position has delivered the event.
create table app.slot_mark (
  consumer text not null,
  lsn pg_lsn not null,
  snapshot app.log_snapshot not null,
  primary key (consumer, lsn)
);
select pg_catalog.pg_extension_config_dump('app.slot_mark', '');
comment on table app.slot_mark is
  'Log snapshots with their WAL positions, for consumers that follow a replication slot.';
comment on column app.slot_mark.consumer is 'The consumer.';
comment on column app.slot_mark.lsn is 'WAL position after the log snapshot was taken.';
comment on column app.slot_mark.snapshot is 'The log snapshot.';
