-- app.health_segments() returns table (status text, detail text, hint text)
-- Reports segments that the event logs lack. Internal; a row for each finding.
create function app.health_segments() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s is no segment of %s', s.segment, s.log),
    format('Writing events fails on its days. Run: alter table %s attach partition %s for values in (%s).',
      s.log, s.segment, s.n)
  from (
    select format('app.%s', l.log) as log, n, app.segment_table(l.log, n::smallint) as segment
    from unnest(app.logs()) l (log)
    cross join generate_series(app.first_segment()::integer, app.last_segment()) n) s
  where not exists (
    select from pg_inherits
    where inhparent = s.log::regclass and inhrelid = to_regclass(s.segment) and not inhdetachpending);
end
$function$;
