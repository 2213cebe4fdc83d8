-- app.health_segments() returns table (status text, detail text, hint text)
-- Reports segments that the event logs lack. Internal; a row for each finding.
create function app.health_segments() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s is no segment of %s', s.segment, l.log),
    format('Writing events fails on its days. Run: alter table %s attach partition %s for values in (%s).',
      l.log, s.segment, n)
  from unnest(array['app.outbox', 'app.mutation_events']) l (log)
  cross join generate_series(0, 9) n
  cross join lateral format('%s_s%s', l.log, n) s (segment)
  where not exists (
    select from pg_inherits
    where inhparent = l.log::regclass and inhrelid = to_regclass(s.segment) and not inhdetachpending);
end
$function$;
