-- app.maintenance_run: when app.maintain() ran, and what had committed then. The health check reads it.
-- no-dump: the runs of another cluster say nothing about this one
create table app.maintenance_run (
  started_at timestamptz primary key default clock_timestamp(),
  snapshot pg_snapshot not null default pg_current_snapshot()
);
comment on table app.maintenance_run is 'When app.maintain() ran.';
comment on column app.maintenance_run.started_at is 'When a run began.';
comment on column app.maintenance_run.snapshot is 'Which transactions had committed when it began.';
