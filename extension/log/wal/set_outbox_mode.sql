-- app.set_outbox_mode(p_event_type text, p_mode text) returns void
-- Sets where events of a type are written: to app.outbox, or only to the write-ahead log, from which Debezium reads
-- them. Events in the write-ahead log use no table space and need no clean-up. But they are not delivered to SQL
-- consumers and cannot be replayed. If the slot is lost, events that it has not confirmed are lost too.
--   p_event_type  text, as in app.write_outbox_event
--   p_mode        table or wal
-- Whoever reads the messages trusts everybody who may execute pg_logical_emit_message: one written by hand looks like
-- an event. So it warns while everybody may, as PostgreSQL installs it.
-- It waits for transactions that are writing events, and takes effect when the caller commits.
-- Errors: 22004 for a missing parameter, 22023 for one that cannot be used, 22001 for a long type; 55000 for wal while
-- no slot keeps the messages; 25001 outside READ COMMITTED.
create function app.set_outbox_mode(p_event_type text, p_mode text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_event_type ~ '^[A-Z][A-Za-z0-9]*$') is not true then
    perform app.refuse_value('p_event_type', p_event_type,
      'Start with an upper-case letter, then letters and digits, for example PageViewed.');
  elsif app.is_too_long(p_event_type) then
    perform app.refuse_length('p_event_type', p_event_type);
  elsif (p_mode in ('table', 'wal')) is not true then
    perform app.refuse_value('p_mode', p_mode, 'Pass table or wal.');
  end if;
  perform app.require_read_committed(
    'the mode of an event type cannot be set', 'Modes that were set since the transaction began would be undone.');
  -- Two concurrent calls would each create the trigger without the other's type.
  lock table app.outbox_route in share row exclusive mode;
  delete from app.outbox_route where event_type = p_event_type;
  if p_mode = 'wal' then
    perform app.require_message_reader();
    insert into app.outbox_route (event_type) values (p_event_type);
    if app.open_emitters() is not null then
      raise warning using
        message = 'everybody who may connect can forge events of the write-ahead log',
        detail = format('PUBLIC may execute %s.', app.open_emitters()),
        hint = app.close_emitters_hint();
    end if;
  end if;
  perform app.apply_outbox_routes();
end
$function$;

-- app.open_emitters() returns text
-- The functions by which everybody can write a message like those of app.emit_outbox_event, as in REVOKE; null when
-- there are none. Internal.
create function app.open_emitters() returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select string_agg(p.oid::regprocedure::text, ', ' order by p.oid)
  from pg_proc p
  where p.pronamespace = 'pg_catalog'::regnamespace and p.proname = 'pg_logical_emit_message'
    and exists (
      select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) a
      where a.grantee = 0 and a.privilege_type = 'EXECUTE'));

-- app.close_emitters_hint() returns text
-- What a superuser does so that only the extension's owner, with whose rights events are written, can. Internal.
create function app.close_emitters_hint() returns text
language sql stable
set search_path = pg_catalog, pg_temp
return format('As a superuser run: revoke execute on function %s from public; ', app.open_emitters())
  || format('grant execute on function %s to %I.', app.open_emitters(),
    (select pg_get_userbyid(e.extowner) from pg_extension e where e.extname = 'specql_cdc'));

-- app.require_message_reader() returns void
-- Refuses to write events to the write-ahead log while they would be lost there. Internal. Errors: 55000.
create function app.require_message_reader() returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_fault text := app.message_reader_fault();
begin
  if v_fault is not null then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('p_mode cannot be wal: %s', v_fault),
      hint = 'Deploy a connector of mode wal first, for example by '
        'specql-cdc cdc generate-config --mode wal and specql-cdc cdc deploy.';
  end if;
end
$function$;

-- app.message_reader_fault() returns text
-- The reason why events in the write-ahead log would be lost; null when a slot keeps them. Internal.
create function app.message_reader_fault() returns text
language sql stable
set search_path = pg_catalog, pg_temp
return case
  when current_setting('wal_level') <> 'logical' then
    'wal_level is ' || current_setting('wal_level') || ' and not logical'
  when not exists (
    select from pg_replication_slots
    where database = current_database() and plugin = 'pgoutput' and wal_status is distinct from 'lost')
  then 'no replication slot of this database keeps the messages'
end;
