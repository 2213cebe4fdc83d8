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

-- app.open_cluster_epoch(p_log text, p_mend boolean default false) returns app.cluster_epoch
-- The cluster epoch of this cluster, which is opened if it does not exist yet. Internal. Opening waits for transactions
-- that have written to the log, so that no transaction has events in two cluster epochs. It sets the sequence to the
-- highest id there is, and numbers events anew that were written before with ids that consumers have passed.
--   p_mend  opens another if ids of events or the sequence cannot be right
-- Errors: 55P03 when a transaction stays open, 55000 while the log is replicated into this database.
create function app.open_cluster_epoch(p_log text, p_mend boolean default false) returns app.cluster_epoch
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $function$
declare
  v_latest record;
  v_number integer;
  v_known bigint;
  v_start app.log_snapshot;
  v_cluster_epoch app.cluster_epoch;
begin
  perform app.require_own_log(p_log);
  -- Only one of the consumers that notice the new cluster opens the epoch.
  perform app.lock_cluster_epoch();
  select e as epoch, app.is_current_epoch(e, e.xmin) as is_current into v_latest
  from app.cluster_epoch e where e.log = p_log order by e.cluster_epoch desc limit 1;
  if v_latest.is_current and not (p_mend and app.has_misnumbered(p_log)) then
    return v_latest.epoch;
  end if;
  v_number := coalesce((v_latest.epoch).cluster_epoch, 0) + 1;
  v_known := app.known_end(p_log);
  if v_number = 1 and app.written_here(p_log) and v_known <= app.log_end(p_log) then
    v_start := app.snapshot_at(1, 0);
  else
    perform app.lock_log(p_log);
    perform app.renumber_events(p_log);
    v_start := app.take_snapshot(p_log, app.snapshot_at(v_number, app.log_end(p_log)));
  end if;
  insert into app.cluster_epoch (log, cluster_epoch, system_identifier, start, sequence_file)
  values (
    p_log, v_number, (select system_identifier from pg_control_system()), v_start,
    pg_relation_filenode(app.log_sequence(p_log)));
  -- Not txid_current(): in this block the row is written by a subtransaction.
  update app.cluster_epoch e set opened_by = e.xmin
  where e.log = p_log and e.cluster_epoch = v_number
  returning e.* into v_cluster_epoch;
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
