-- app.health_outbox_routes() returns table (status text, detail text, hint text)
-- Reports event types of app.outbox_route that do not reach the write-ahead log, that nothing reads from it,
-- or that anybody could forge there. Internal; a row for each finding.
create function app.health_outbox_routes() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_types text[] := array(select event_type from app.outbox_route order by event_type);
begin
  if v_types = '{}' then
    return;
  end if;
  return query
  select 'error', format('events of type %s are lost: %s', array_to_string(v_types, ', '), app.message_reader_fault()),
    format('Run: select app.set_outbox_mode(%L, ''table''), and so for each of them; '
      'or deploy a connector of mode wal.', v_types[1])
  where app.message_reader_fault() is not null
  union all
  select 'warning', format('everybody who may connect can forge events: PUBLIC may execute %s', app.open_emitters()),
    app.close_emitters_hint()
  where app.open_emitters() is not null
  union all
  -- A restored dump has the types, but not the trigger.
  select 'warning',
    format('events of type %s are written into app.outbox, and should go into the write-ahead log',
      array_to_string(v_types, ', ')),
    format('Run: select app.set_outbox_mode(%L, ''wal'').', v_types[1])
  where not exists (
    select from pg_trigger
    where tgrelid = 'app.outbox'::regclass and tgname = 'outbox_route' and tgenabled in ('O', 'A')
      and position(quote_literal(v_types) in pg_get_triggerdef(oid)) > 0);
end
$function$;
