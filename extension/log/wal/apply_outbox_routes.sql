-- app.apply_outbox_routes() returns void
-- Creates or replaces the trigger that routes events, according to app.outbox_route. Internal. While no type is routed
-- there is no trigger, so that it costs a write nothing.
create function app.apply_outbox_routes() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_types text[] := array(select event_type from app.outbox_route order by event_type);
begin
  if v_types = '{}' then
    drop trigger if exists outbox_route on app.outbox;
  else
    -- CREATE OR REPLACE waits for writers only; DROP would wait for readers too.
    execute format(
      'create or replace trigger outbox_route before insert on app.outbox for each row '
      'when (new.event_type = any (%L::text[])) execute function app.emit_outbox_event()',
      v_types);
  end if;
end
$function$;
