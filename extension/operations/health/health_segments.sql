-- app.health_segments() returns table (status text, detail text, hint text)
-- Reports segments that the event logs lack. Internal; a row for each finding.
create function app.health_segments() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s is no segment of %s', format('%s_s%s', l.log, n), l.log),
    format('Writing events fails on its days. Run: alter table %s attach partition %1$s_s%s for values in (%2$s).',
      l.log, n)
  from unnest(array['app.outbox', 'app.mutation_events']) l (log)
  cross join generate_series(0, 9) n
  where not exists (
    select from pg_inherits
    where inhparent = l.log::regclass and inhrelid = to_regclass(format('%s_s%s', l.log, n)) and not inhdetachpending);
end
$function$;
