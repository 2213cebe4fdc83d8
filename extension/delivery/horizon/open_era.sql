-- app.written_here(p_log text) returns boolean
-- Whether the oldest event of a log was written by this cluster: then its row carries the transaction id that wrote it, and a copy does
-- not. As ids go up, so was everything after it. Internal; also true when the log is empty.
create function app.written_here(p_log text) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_here boolean;
begin
  if p_log = 'outbox' then
    select (transaction_id & 4294967295) = xmin::text::bigint into v_here from app.outbox order by event_id limit 1;
  else
    select (transaction_id & 4294967295) = xmin::text::bigint into v_here from app.mutation_events order by event_id limit 1;
  end if;
  return coalesce(v_here, true);
end
$function$;
revoke all on function app.written_here(text) from public;
comment on function app.written_here(text) is 'Internal: whether the oldest event of a log was written by this cluster.';

-- app.open_era(p_log text) returns app.log_era
-- The era of this cluster, opened if this is the first time that a consumer looks at the log here. Internal.
-- Opening waits for the transactions that have written to the log, so that none of them is on both sides. Errors: 55P03 when one stays open.
create function app.open_era(p_log text) returns app.log_era
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set lock_timeout = '5s'
as $function$
declare
  v_era app.log_era;
  v_cluster bigint := (select system_identifier from pg_control_system());
begin
  -- One at a time, whatever the number of consumers that notice.
  perform pg_advisory_xact_lock(1397834564, 30);
  select * into v_era from app.log_era where log = p_log order by era desc limit 1;
  if v_era.system_identifier = v_cluster then
    return v_era;
  end if;
  if v_era.era is null and app.written_here(p_log) then
    v_era.start := app.horizon_at(1, 0);
  else
    execute format('lock table app.%I in share mode', p_log);
    v_era.start := app.take_horizon(p_log, app.horizon_at(coalesce(v_era.era, 0) + 1, app.log_end(p_log)));
  end if;
  insert into app.log_era (log, era, system_identifier, start)
  values (p_log, coalesce(v_era.era, 0) + 1, v_cluster, v_era.start)
  returning * into v_era;
  return v_era;
exception when lock_not_available then
  raise exception using
    errcode = 'lock_not_available',
    message = format('log %s opens anew, and a transaction that wrote to it is still open', p_log),
    detail = 'The log was restored or moved, or its first events were changed before it had a consumer: every event written before has to be committed first.',
    hint = 'Nothing is lost. End the open transaction, or wait for it, and try again; app.rebase() does only this.';
end
$function$;
revoke all on function app.open_era(text) from public;
comment on function app.open_era(text) is 'Internal: the era of this cluster, opened if need be.';
