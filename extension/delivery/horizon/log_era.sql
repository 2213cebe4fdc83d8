-- app.log_era: the clusters whose transaction ids a log holds. Ids of one cluster mean nothing in another, so after a restore (or
-- pg_upgrade) a new era begins at the end of the log; what is before it has committed, and is read by the numbers of its own era.
-- Era 0 has no row: what was in the log, written elsewhere, before its first consumer was made.
create table app.log_era (
  log text not null,
  era integer not null,
  system_identifier bigint not null,
  start app.log_horizon not null,
  primary key (log, era)
);
select pg_catalog.pg_extension_config_dump('app.log_era', '');
comment on table app.log_era is 'The clusters whose transaction ids a log holds.';
comment on column app.log_era.log is 'outbox or mutation_events.';
comment on column app.log_era.era is 'From 1.';
comment on column app.log_era.system_identifier is 'The cluster, as pg_control_system() tells it.';
comment on column app.log_era.start is 'The horizon at its opening: every event up to start.lo belongs to an earlier era.';

-- app.era_of(p_log text, p_event_id bigint) returns integer
-- The era an event id belongs to. Internal.
create function app.era_of(p_log text, p_event_id bigint) returns integer
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce((select max(e.era) from app.log_era e where e.log = p_log and (e.start).lo < p_event_id), 0);
revoke all on function app.era_of(text, bigint) from public;
comment on function app.era_of(text, bigint) is 'Internal: the era an event id belongs to.';
