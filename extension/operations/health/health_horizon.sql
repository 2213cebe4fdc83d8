-- app.health_horizon() returns table (status text, detail text, hint text)
-- Reports transactions that keep dead rows from being removed. Internal; a row for each finding.
-- With the caller's rights: who may see the transactions of other roles sees them here.
create function app.health_horizon() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
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
