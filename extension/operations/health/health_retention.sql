-- app.health_retention() returns table (status text, detail text, hint text)
-- Reports obstacles to emptying the logs in time. Internal; a row for each finding.
-- They are events in the segment of tomorrow, an old transaction that holds the horizon, or a sequence that caches ids,
-- which delivery does not allow.
create function app.health_retention() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_log text;
  v_filled boolean;
begin
  foreach v_log in array array['outbox', 'mutation_events'] loop
    execute format(
      'select exists (select from app.%I)', format('%s_s%s', v_log, app.segment_of(now() + interval '1 day')))
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
  where s.seqrelid in ('app.outbox_event_id_seq'::regclass, 'app.mutation_events_event_id_seq'::regclass)
    and s.seqcache <> 1;
  return query
  select 'warning', format('horizon held since %s by %s', min(h.since), string_agg(h.holder, ', ' order by h.since)),
    'Dead rows cannot be removed and segments may stay locked. End the transaction, or drop the slot nobody uses.'
  from (
    select a.xact_start as since, format('process %s (%s)', a.pid, a.state) as holder
    from pg_stat_activity a
    where a.xact_start < now() - interval '1 hour'
      and (a.backend_xid is not null or a.backend_xmin is not null)
      and a.pid <> pg_backend_pid()
      and a.backend_type = 'client backend'
    union all
    select p.prepared, format('prepared transaction %s', p.gid)
    from pg_prepared_xacts p
    where p.prepared < now() - interval '1 hour'
  ) h
  having count(*) > 0;
  -- Without this right the function cannot see every holder, so it does not report that there is none.
  if not pg_has_role('pg_read_all_stats', 'usage') then
    return query select 'ok',
      format('whether other roles'' transactions hold the horizon is hidden from %I', current_user),
      format('To see them too, a superuser may run: grant pg_read_all_stats to %I.', current_user);
  end if;
end
$function$;
