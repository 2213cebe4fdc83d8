-- app.next_snapshot(p_log text, p_from app.log_snapshot, p_until app.log_snapshot, p_cluster_epoch integer,
--   p_low bigint) returns app.log_snapshot
-- The end of the window that begins at p_from. Internal. It is p_until if that is in the same cluster epoch, or else
-- the end of the cluster epoch if that has ended, or else now.
--   p_cluster_epoch  the cluster epoch of this cluster
create function app.next_snapshot(
  p_log text, p_from app.log_snapshot, p_until app.log_snapshot, p_cluster_epoch integer, p_low bigint
) returns app.log_snapshot
language plpgsql volatile
as $function$
declare
  v_end bigint;
begin
  if p_until.cluster_epoch = p_from.cluster_epoch then
    return p_until;
  end if;
  if p_from.cluster_epoch < p_cluster_epoch then
    select (e.start).lo into v_end from app.cluster_epoch e
    where e.log = p_log and e.cluster_epoch = p_from.cluster_epoch + 1;
    -- In an earlier cluster epoch every transaction has ended.
    return row(
      p_from.cluster_epoch, v_end, v_end, app.max_bigint(), '{}', '{}', null, v_end, clock_timestamp()
    )::app.log_snapshot;
  end if;
  return app.take_snapshot(p_log, p_from, p_low);
end
$function$;

-- app.snapshot_after(p_log text, p_to app.log_snapshot) returns app.log_snapshot
-- Where the next window begins: at this log snapshot, or at the start of the next cluster epoch. Internal.
create function app.snapshot_after(p_log text, p_to app.log_snapshot) returns app.log_snapshot
language plpgsql stable
as $function$
begin
  if p_to.next_xid is null then
    return (select e.start from app.cluster_epoch e where e.log = p_log and e.cluster_epoch = p_to.cluster_epoch + 1);
  end if;
  return p_to;
end
$function$;
