-- app.written_here(p_log text) returns boolean
-- Whether this cluster wrote the oldest event of a log; true when the log is empty. Internal. If it did, xmin of the
-- row is its transaction_id; in a restored copy it is not. Later events were then written by this cluster too.
create function app.written_here(p_log text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_here boolean;
begin
  execute format(
    'select (transaction_id & 4294967295) = xmin::text::bigint from app.%I order by event_id limit 1', p_log)
    into v_here;
  return coalesce(v_here, true);
end
$function$;

-- app.open_cluster_epoch(p_log text) returns app.cluster_epoch
-- The cluster epoch of this cluster, which is opened if it does not exist yet. Internal. Opening waits for transactions
-- that have written to the log, so that no transaction has events in two cluster epochs. Errors: 55P03 when one stays
-- open.
create function app.open_cluster_epoch(p_log text) returns app.cluster_epoch
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $function$
declare
  v_cluster_epoch app.cluster_epoch;
  v_cluster bigint := (select system_identifier from pg_control_system());
begin
  -- Only one of the consumers that notice the new cluster opens the epoch.
  perform app.lock_cluster_epoch();
  select * into v_cluster_epoch from app.cluster_epoch where log = p_log order by cluster_epoch desc limit 1;
  if v_cluster_epoch.system_identifier = v_cluster then
    return v_cluster_epoch;
  end if;
  if v_cluster_epoch.cluster_epoch is null and app.written_here(p_log) then
    v_cluster_epoch.start := app.snapshot_at(1, 0);
  else
    perform app.lock_log(p_log);
    v_cluster_epoch.start := app.take_snapshot(
      p_log, app.snapshot_at(coalesce(v_cluster_epoch.cluster_epoch, 0) + 1, app.log_end(p_log)));
  end if;
  insert into app.cluster_epoch (log, cluster_epoch, system_identifier, start)
  values (p_log, coalesce(v_cluster_epoch.cluster_epoch, 0) + 1, v_cluster, v_cluster_epoch.start)
  returning * into v_cluster_epoch;
  return v_cluster_epoch;
exception when lock_not_available then
  raise exception using
    errcode = 'lock_not_available',
    message = format('log %s opens anew, and a transaction that wrote to it is still open', p_log),
    detail = 'The log was restored or moved, or its first events were changed before it had a consumer: '
      'every event written before has to be committed first.',
    hint = 'Nothing is lost. End the open transaction, or wait for it, and try again; '
      'app.adopt_cluster() does only this.';
end
$function$;
