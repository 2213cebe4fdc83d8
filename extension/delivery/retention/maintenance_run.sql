-- app.maintenance_run: when app.maintain() ran, so that the health check can tell that it does not, and what was
-- committed then.
-- no-dump: what ran in another cluster says nothing here
create table app.maintenance_run (
  started_at timestamptz not null default clock_timestamp(),
  snapshot pg_snapshot not null default pg_current_snapshot()
);
comment on table app.maintenance_run is 'When app.maintain() ran.';
comment on column app.maintenance_run.started_at is 'When a run began.';
comment on column app.maintenance_run.snapshot is 'What was committed when it began.';
