-- app.log_snapshot: which events of a log had committed at one moment: those with event_id <= hi whose transaction is <
-- xmax and not in xip. A consumer's position is such a moment and not an event id, because ids do not commit in their
-- order. lo, next_xid and the two bounds keep the search for late events short: a transaction with an id >= next_xid
-- wrote only above lo, the running ones only above their bounds.
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
comment on column app.log_snapshot.cluster_epoch is 'The cluster whose transaction ids these are: app.cluster_epoch.';
comment on column app.log_snapshot.lo is 'Highest event id given out before next_xid was.';
comment on column app.log_snapshot.hi is
  'Highest event id given out after the snapshot: no event above it was visible.';
comment on column app.log_snapshot.xmax is 'Transactions from here on had not ended.';
comment on column app.log_snapshot.xip is 'Transactions below xmax that had not ended.';
comment on column app.log_snapshot.xip_lo is 'For each of xip: its events are above this event id.';
comment on column app.log_snapshot.next_xid is
  'Transactions from here on began to write after lo; null for the end of a cluster epoch.';
comment on column app.log_snapshot.open_lo is 'Transactions from xmax to next_xid wrote only above this event id.';
comment on column app.log_snapshot.taken_at is 'When it was taken.';
