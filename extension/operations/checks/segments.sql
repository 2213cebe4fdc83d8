-- app.check_segments() returns table (status text, detail text, hint text)
-- Whether both event logs have their ten segments. Internal; a row for each finding, none when all is well.
create function app.check_segments() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select 'error', format('%s has %s of 10 segments', l.log, (select count(*) from pg_inherits where inhparent = l.log)),
    'Writing events fails on the days of the missing ones. Restore them from a fresh install of the extension.'
  from unnest(array['app.outbox', 'app.mutation_events']::regclass[]) l (log)
  where (select count(*) from pg_inherits where inhparent = l.log) <> 10;
end
$function$;
revoke all on function app.check_segments() from public;
comment on function app.check_segments() is 'Internal: Whether both event logs have their ten segments.';
