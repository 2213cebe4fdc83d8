-- app.is_consumer_role(p_role oid) returns boolean
-- Whether a role may consume events, by a grant or as the owner of the extension. Internal.
create function app.is_consumer_role(p_role oid) returns boolean
language sql stable security definer
set search_path = pg_catalog, pg_temp
return pg_has_role(p_role, (select e.extowner from pg_extension e where e.extname = 'specql_cdc'), 'member')
  or exists (
    select from app.access_grant g
    join pg_roles r on r.oid = g.role_oid
    where g.capability in ('consumer', 'bound_consumer', 'administrator') and pg_has_role(p_role, r.oid, 'member'));

-- app.health_doorbell() returns table (status text, detail text, hint text)
-- Reports sessions that hold a doorbell and are no consumers, transactions that keep consumers from sleeping, and a
-- queue of notifications that fills. Internal; a row for each finding.
create function app.health_doorbell() returns table (status text, detail text, hint text)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_usage double precision := pg_notification_queue_usage();
begin
  return query
  select 'warning',
    case
      when l.role = 'writer' then
        format('session %s of %s keeps consumers from sleeping since %s',
          l.pid, a.usename, coalesce(a.xact_start, a.state_change, a.backend_start))
      else
        format('session %s of %s%s holds the doorbell and is no consumer',
          l.pid, a.usename, ' from ' || coalesce(host(a.client_addr), 'this machine'))
    end,
    format('While it does, %s. End it: select pg_terminate_backend(%s).',
      case when l.role in ('writer', 'sleeper') then 'consumers look for events instead of sleeping'
        else 'writers notify at each commit' end,
      l.pid)
  from app.doorbell_holds() l
  join pg_stat_activity a on a.pid = l.pid
  where case
    -- A writer has its share as long as its transaction.
    when l.role = 'writer' then
      coalesce(a.xact_start < clock_timestamp() - interval '5 minutes', true)
    else not app.is_consumer_role(a.usesysid)
  end
  union all
  select 'warning', format('the queue of notifications is %s %% full', round((v_usage * 100)::numeric)),
    'From 90 % on nobody is woken, and consumers find events by looking. Find the session that listens in an open '
      'transaction: select pid, usename, xact_start from pg_stat_activity order by xact_start limit 1.'
  where v_usage > 0.5;
end
$function$;
