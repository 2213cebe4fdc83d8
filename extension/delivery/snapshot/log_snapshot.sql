-- app.log_snapshot: which events of a log had committed at one moment: the events with event_id <= hi whose transaction
-- is < xmax and not in xip. A consumer's position is a log snapshot and not an event id, because events do not commit
-- in the order of their ids. lo, next_xid, xip_lo and open_lo keep the search for late events short. A transaction with
-- an id >= next_xid wrote only above lo, and transactions that were running wrote only above their bounds.
create type app.log_snapshot as (
  cluster_epoch integer,
  lo bigint,
  hi bigint,
  xmax bigint,
  xip bigint[],
  xip_lo bigint[],
  next_xid bigint,
  open_lo bigint,
  taken_at timestamptz
);
comment on type app.log_snapshot is 'Which events of a log had committed at one moment.';
comment on column app.log_snapshot.cluster_epoch is 'The cluster epoch of the transaction ids: app.cluster_epoch.';
comment on column app.log_snapshot.lo is 'Highest event id assigned before next_xid was.';
comment on column app.log_snapshot.hi is
  'Highest event id assigned when the snapshot had been taken: no event above it was visible.';
comment on column app.log_snapshot.xmax is 'Transactions from here on had not ended.';
comment on column app.log_snapshot.xip is 'Transactions below xmax that had not ended.';
comment on column app.log_snapshot.xip_lo is 'For each of xip: its events are above this event id.';
comment on column app.log_snapshot.next_xid is
  'Transactions from here on began to write after lo; null for the end of a cluster epoch.';
comment on column app.log_snapshot.open_lo is 'Transactions from xmax to next_xid wrote only above this event id.';
comment on column app.log_snapshot.taken_at is 'When it was taken.';
