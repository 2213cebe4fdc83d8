-- app.health_slots() returns table (status text, detail text, hint text)
-- Reports slots that do not keep up and publications that do not stream the logs. Internal; a row for each finding.
-- A restored dump keeps a publication but not its tables, so that its stream is silently empty.
create function app.health_slots() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select case when s.wal_status in ('lost', 'unreserved') then 'error' else 'warning' end,
    format('slot %s of consumer %s: %s of WAL not confirmed, %s', s.slot_name, c.consumer,
      pg_size_pretty(pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn)),
      case when s.active then 'active' else 'inactive' end || ', WAL ' || coalesce(s.wal_status, 'unknown')),
    'Look whether the connector runs (specql-cdc cdc status); '
      'until it confirms, the server keeps the WAL and the log its segments.'
  from app.consumer c
  join pg_replication_slots s on s.slot_name = c.slot
  where s.wal_status in ('lost', 'unreserved')
    or not s.active
    or pg_wal_lsn_diff(pg_current_wal_lsn(), s.confirmed_flush_lsn) > 1073741824; -- 1 GiB
  return query
  select 'error', format('publication %s has no table', p.pubname),
    format('Nothing is streamed, as after a restore. Run: alter publication %I add table app.outbox.', p.pubname)
  from pg_publication p
  where p.pubname like 'specql%' and not p.puballtables
    and not exists (select from pg_publication_rel r where r.prpubid = p.oid)
    and not exists (select from pg_publication_namespace n where n.pnpubid = p.oid);
  return query
  select 'warning', format('publication %s streams the segments under their own names', p.pubname),
    format('Run: alter publication %I set (publish_via_partition_root = true).', p.pubname)
  from pg_publication p
  join pg_publication_rel r
    on r.prpubid = p.oid and r.prrelid in ('app.outbox'::regclass, 'app.mutation_events'::regclass)
  where not p.pubviaroot;
end
$function$;
