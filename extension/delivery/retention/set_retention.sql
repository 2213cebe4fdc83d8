-- app.log_retention: how long a log keeps events that every consumer has acknowledged. The default is seven days.
create table app.log_retention (
  log text primary key check (log = any (app.logs())),
  retention interval not null
);
select pg_catalog.pg_extension_config_dump('app.log_retention', '');
comment on table app.log_retention is 'How long a log keeps events that every consumer has acknowledged.';
comment on column app.log_retention.log is 'outbox or mutation_events.';
comment on column app.log_retention.retention is 'Age of an event from which its segment may be truncated.';

-- app.retention_of(p_log text) returns interval
-- How long a log keeps events that every consumer has acknowledged. Internal.
create function app.retention_of(p_log text) returns interval
language sql stable
set search_path = pg_catalog, pg_temp
return coalesce((select r.retention from app.log_retention r where r.log = p_log), interval '7 days');

-- app.set_retention(p_log text, p_retention interval) returns void
-- Sets how long a log keeps events that every consumer has acknowledged.
--   p_log        outbox or mutation_events
--   p_retention  from 1 hour to 8 days; a segment contains a UTC day and there are ten, so an event is kept up to two
--                days longer
-- Errors: 22004 and 22023 for a parameter.
create function app.set_retention(p_log text, p_retention interval) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_log is null or p_log <> all (app.logs()) then
    perform app.refuse_log(p_log);
  elsif (p_retention between interval '1 hour' and interval '8 days') is not true then
    perform app.require_value('p_retention', p_retention::text);
    perform app.refuse_value('p_retention', p_retention::text,
      'Pass an interval from 1 hour to 8 days: the log is a ring of ten days.');
  end if;
  insert into app.log_retention (log, retention) values (p_log, p_retention)
  on conflict (log) do update set retention = excluded.retention;
end
$function$;
