-- app.require_consumer_options(p_consumer, p_log, p_event_types, p_shards, p_lease, p_max_attempts, p_backoff,
--   p_on_failure, p_slot, p_max_lag) returns void
-- Refuses invalid options of a consumer, naming the parameter. Internal. Errors: 22004, 22023; 42704 for a slot
-- that does not exist.
create function app.require_consumer_options(
  p_consumer text, p_log text, p_event_types text[], p_shards integer, p_lease interval, p_max_attempts integer,
  p_backoff interval, p_on_failure text, p_slot name, p_max_lag interval
) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_value('p_consumer', p_consumer), app.require_value('p_log', p_log);
  if p_consumer !~ '^[A-Za-z0-9][A-Za-z0-9_.:-]{0,62}$' then
    perform app.refuse_value('p_consumer', p_consumer,
      'Use up to 63 letters, digits, dots, colons, hyphens and underscores.');
  elsif p_log <> all (app.logs()) then
    perform app.refuse_log(p_log);
  elsif p_event_types = '{}' or array_position(p_event_types, null) is not null then
    perform app.refuse_value('p_event_types', p_event_types::text, 'Pass the event types to deliver, or null for all.');
  elsif (p_shards between 1 and 256) is not true then
    perform app.refuse_value('p_shards', p_shards::text,
      'Pass a number from 1 to 256: how many workers may have a batch at once.');
  elsif (p_lease between interval '100 milliseconds' and interval '7 days') is not true then
    perform app.refuse_value('p_lease', p_lease::text,
      'Pass an interval from 100 milliseconds to 7 days: how long a worker has for a batch.');
  elsif (p_max_attempts between 1 and 1000) is not true then
    perform app.refuse_value('p_max_attempts', p_max_attempts::text, 'Pass a number from 1 to 1000.');
  elsif (p_backoff between interval '0' and interval '1 day') is not true then
    perform app.refuse_value('p_backoff', p_backoff::text,
      'Pass an interval up to 1 day: the time to the first retry.');
  elsif p_on_failure is null or p_on_failure not in ('block', 'skip') then
    perform app.refuse_value('p_on_failure', p_on_failure,
      'Pass block (later events of the key wait) or skip (they do not).');
  elsif p_max_lag <= interval '0' or p_max_lag > interval '100 years' then
    perform app.refuse_value('p_max_lag', p_max_lag::text,
      'Pass how old the oldest event may become before the consumer is suspended, up to 100 years, or null for never.');
  elsif p_slot is not null and p_shards > 1 then
    perform app.refuse_value('p_shards', p_shards::text, 'A slot has one position: leave p_shards at 1.');
  elsif p_slot is not null and not exists (
    select from pg_replication_slots
    where slot_name = p_slot and slot_type = 'logical' and database = current_database())
  then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_slot: this database has no logical replication slot %s', p_slot),
      hint = 'Create the slot first: select pg_create_logical_replication_slot(...), '
        'as the connector''s set-up script does.';
  end if;
end
$function$;
