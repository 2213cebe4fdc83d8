-- app.consumer_state: the positions and leases of shards. Each step appends a row, and the newest row counts. Rows are
-- not updated: while an old transaction is open, the dead versions of one row would slow down every reader. Maintenance
-- deletes old rows. Two transactions that take the same step violate the primary key.
create table app.consumer_state (
  shard_id integer not null,
  number bigint not null,
  from_snapshot app.log_snapshot not null,
  to_snapshot app.log_snapshot,
  position bigint not null,
  batch bigint,
  delivered_to bigint,
  in_flight integer,
  worker text,
  leased_until timestamptz,
  lease interval,
  deliveries integer not null default 0,
  suspect_to bigint,
  acknowledged bigint not null default 0,
  changed_at timestamptz not null default clock_timestamp(),
  primary key (shard_id, number)
);
select pg_catalog.pg_extension_config_dump('app.consumer_state', '');
comment on table app.consumer_state is 'The positions and leases of shards, newest number last.';
comment on column app.consumer_state.shard_id is 'The shard.';
comment on column app.consumer_state.number is 'Counts the steps.';
comment on column app.consumer_state.from_snapshot is 'Every event that had committed then is acknowledged or parked.';
comment on column app.consumer_state.to_snapshot is
  'The end of the open window: its events had committed then. Null when no window is open.';
comment on column app.consumer_state.position is 'Of the window, the events up to this id are acknowledged or parked.';
comment on column app.consumer_state.batch is 'Number of the step that delivered the latest batch.';
comment on column app.consumer_state.delivered_to is
  'Of the window, the events up to this id are delivered; null when none is.';
comment on column app.consumer_state.in_flight is 'Number of events in flight.';
comment on column app.consumer_state.worker is 'The worker that the batch is leased to.';
comment on column app.consumer_state.leased_until is 'When the lease expires.';
comment on column app.consumer_state.lease is 'How long the lease was given for.';
comment on column app.consumer_state.deliveries is 'How many times the batch was delivered.';
comment on column app.consumer_state.suspect_to is
  'Events up to this id are delivered one at a time, because the lease of a batch with them expired twice.';
comment on column app.consumer_state.acknowledged is 'Events acknowledged since the consumer was created.';
comment on column app.consumer_state.changed_at is 'When the step was taken.';

-- app.latest_state(p_shard_id integer, p_from bigint default 0) returns app.consumer_state
-- The latest state of a shard. Internal. Always scans the primary key backwards: with statistics from a moment when the
-- shard had one row, the planner would sort thousands of rows for each fetch.
--   p_from  a number that was certainly reached; the closer to the latest, the less of the index is read
-- unpinned: only functions call it that pin theirs
create function app.latest_state(p_shard_id integer, p_from bigint default 0) returns app.consumer_state
language plpgsql stable
set enable_sort = off
as $function$
declare
  v_state app.consumer_state;
begin
  select * into v_state from app.consumer_state s
  where s.shard_id = p_shard_id and s.number >= p_from
  order by s.number desc limit 1;
  return v_state;
end
$function$;

-- app.append_state(p_state app.consumer_state) returns void
-- Appends the state under the next number. Internal. Every 1,000th step deletes the 1,000 states before the latest
-- 1,000. It does not scan the range before them: while an old transaction is open, deleted rows are still in the index.
-- unpinned: only functions call it that pin theirs
create function app.append_state(p_state app.consumer_state) returns void
language plpgsql volatile
as $function$
begin
  insert into app.consumer_state (
    shard_id, number, from_snapshot, to_snapshot, position, batch, delivered_to,
    in_flight, worker, leased_until, lease, deliveries, suspect_to, acknowledged)
  values (
    p_state.shard_id, p_state.number + 1, p_state.from_snapshot, p_state.to_snapshot, p_state.position,
    p_state.batch, p_state.delivered_to,
    p_state.in_flight, p_state.worker, p_state.leased_until, p_state.lease, p_state.deliveries, p_state.suspect_to,
    p_state.acknowledged);
  if p_state.number % 1000 = 999 then
    delete from app.consumer_state
    where shard_id = p_state.shard_id and number between p_state.number - 2001 and p_state.number - 1001;
  end if;
end
$function$;
