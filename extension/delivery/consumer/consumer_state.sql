-- app.consumer_state: the positions and leases of shards. A row is appended for each step and never updated, since
-- updates of one row would slow every reader down while some transaction holds the horizon; the newest row counts, and
-- maintenance removes old ones. Two transactions that take the same step collide in the key.
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
comment on column app.consumer_state.from_snapshot is 'Every event that had committed then is dealt with.';
comment on column app.consumer_state.to_snapshot is
  'The events to deal with now had committed then; null when no window is open.';
comment on column app.consumer_state.position is 'Of the window, the events up to this id are dealt with.';
comment on column app.consumer_state.batch is 'Number of the step that delivered the latest batch.';
comment on column app.consumer_state.delivered_to is
  'Of the window, the events up to this id are delivered; null when none is.';
comment on column app.consumer_state.in_flight is 'How many those are.';
comment on column app.consumer_state.worker is 'Who has them.';
comment on column app.consumer_state.leased_until is 'From then on another may have them.';
comment on column app.consumer_state.deliveries is 'How many times they were delivered.';
comment on column app.consumer_state.suspect_to is
  'Events up to this id are delivered one by one, as a worker with some of them did not come back twice.';
comment on column app.consumer_state.acknowledged is 'Events acknowledged since the consumer was made.';
comment on column app.consumer_state.changed_at is 'When the step was taken.';

-- app.latest_state(p_shard_id integer, p_from bigint default 0) returns app.consumer_state
-- Where a shard stands. Internal. Walks the key backwards, whatever the statistics: those of a moment when a shard had
-- one row would have a session sort thousands of them for each fetch.
--   p_from  a number that was reached for certain; the nearer, the less of the index is read
create function app.latest_state(p_shard_id integer, p_from bigint default 0) returns app.consumer_state
language plpgsql stable
set enable_sort = off
as $function$
declare
  v_state app.consumer_state;
begin
  select * into v_state from app.consumer_state s where s.shard_id = p_shard_id and s.number >= p_from order by s.number desc limit 1;
  return v_state;
end
$function$;

-- app.append_state(p_state app.consumer_state) returns void
-- Takes a step: the state under the next number. Every thousandth step removes the thousand before the latest thousand,
-- and does not walk over what was removed before: under a held horizon all of that is still there. Internal.
create function app.append_state(p_state app.consumer_state) returns void
language plpgsql volatile
as $function$
begin
  insert into app.consumer_state (
    shard_id, number, from_snapshot, to_snapshot, position, batch, delivered_to, in_flight, worker, leased_until, deliveries, suspect_to, acknowledged)
  values (
    p_state.shard_id, p_state.number + 1, p_state.from_snapshot, p_state.to_snapshot, p_state.position, p_state.batch, p_state.delivered_to,
    p_state.in_flight, p_state.worker, p_state.leased_until, p_state.deliveries, p_state.suspect_to, p_state.acknowledged);
  if p_state.number % 1000 = 999 then
    delete from app.consumer_state where shard_id = p_state.shard_id and number between p_state.number - 2001 and p_state.number - 1001;
  end if;
end
$function$;
