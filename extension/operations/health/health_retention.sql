-- app.health_retention() returns table (status text, detail text, hint text)
-- Reports obstacles to emptying the logs in time. Internal; a row for each finding.
-- They are events in the segment of tomorrow, or a sequence that caches ids,
-- which delivery does not allow.
create function app.health_retention() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_log text;
  v_filled boolean;
begin
  foreach v_log in array app.logs() loop
    execute format(
      'select exists (select from %s)', app.segment_table(v_log, app.segment_of(now() + interval '24 hours')))
      into v_filled;
    if v_filled then
      return query select 'warning',
        format('%s: the ring is full, tomorrow''s segment still holds events of nine days ago', v_log),
        text 'Nothing is lost, but the log grows. '
          'See which consumer lags in app.v_consumer_lag, and that app.maintain() runs.';
    end if;
  end loop;
  return query
  select 'error', format('sequence %s caches %s ids', s.seqrelid::regclass, s.seqcache),
    format('Delivery needs ids in the order they are asked for. Run: alter sequence %s cache 1.', s.seqrelid::regclass)
  from pg_sequence s
  where s.seqrelid in (select format('app.%I', l.log || '_event_id_seq')::regclass from unnest(app.logs()) l (log))
    and s.seqcache <> 1;
end
$function$;
