-- app.health_event_ids() returns table (status text, detail text, hint text)
-- Compares the sequence, the events and the positions of each log. Internal; a row for each finding.
create function app.health_event_ids() returns table (status text, detail text, hint text)
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_log text;
  v_known bigint;
  v_passed bigint;
  v_mend constant text := 'Run: select * from app.adopt_cluster(). '
    'It sets the sequence right and gives those events new ids, so that every consumer is delivered them.';
begin
  foreach v_log in array app.logs() loop
    -- In this order: an event that is written in between has a higher id.
    v_known := app.known_end(v_log);
    if app.is_replicated(v_log) then
      return query select 'warning', format('log %s is replicated into this database', v_log),
        text 'Consume its events where they are written. If this database takes over, drop the subscription after the '
          'last event has arrived, then run: select * from app.adopt_cluster().';
    elsif app.log_end(v_log) < v_known then
      return query select 'error',
        format('log %s: its sequence is at %s, and events have ids up to %s', v_log, app.log_end(v_log), v_known),
        v_mend;
    else
      select count(*) into v_passed from app.passed_events(v_log);
      if v_passed > 0 then
        return query select 'error',
          format('log %s: %s events have ids that consumers had passed before, and are not delivered', v_log, v_passed),
          v_mend;
      end if;
    end if;
  end loop;
end
$function$;
