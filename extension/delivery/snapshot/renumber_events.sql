-- app.renumber_events(p_log text) returns bigint
-- Sets the sequence of a log to the highest id there is, and gives the next ids to events that were written with ids
-- that consumers have passed. Internal. The log has to be locked. Whoever has been delivered such an event is delivered
-- it again.
-- Returns how many events got another id.
create function app.renumber_events(p_log text) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_end bigint := greatest(app.known_end(p_log), app.log_end(p_log));
  v_count bigint;
begin
  execute format(
    'with misnumbered as (
      select m.segment, m.id, m.event_id, row_number() over (order by m.event_id, min(m.created_at), m.id) as n
      from app.misnumbered_events($1) m
      group by m.segment, m.id, m.event_id)
    update app.%I e set event_id = $2 + m.n
    from misnumbered m
    where e.segment = m.segment and e.event_id = m.event_id and e.id = m.id', p_log)
  using p_log, v_end;
  get diagnostics v_count = row_count;
  if v_end + v_count > app.log_end(p_log) then
    perform setval(app.log_sequence(p_log), v_end + v_count);
  end if;
  if v_count > 0 then
    perform app.ring_doorbell(p_log);
  end if;
  return v_count;
end
$function$;
