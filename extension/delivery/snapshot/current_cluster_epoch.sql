-- app.this_cluster() returns bigint
-- The cluster, as pg_control_system() identifies it. Internal. pg_control_system() reads a file. So the function is
-- declared immutable, and each plan calls it once: a plan ends with its session, and a session sees one cluster only.
create function app.this_cluster() returns bigint
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (select system_identifier from pg_control_system());
end
$function$;

-- app.is_this_cluster(p_epoch app.cluster_epoch, p_xmin xid) returns boolean
-- Whether this cluster opened a cluster epoch, so that its transaction ids are those of this cluster. Internal. Inlined
-- where it is used.
--   p_xmin  the column xmin of the row
create function app.is_this_cluster(p_epoch app.cluster_epoch, p_xmin xid) returns boolean
language sql stable
return (p_epoch).system_identifier = app.this_cluster() and (p_epoch).opened_by = p_xmin;

-- app.is_current_epoch(p_epoch app.cluster_epoch, p_xmin xid) returns boolean
-- Whether a cluster epoch goes on: this cluster opened it, and the sequence of the log was not restarted. Internal.
-- Inlined where it is used.
--   p_xmin  the column xmin of the row
create function app.is_current_epoch(p_epoch app.cluster_epoch, p_xmin xid) returns boolean
language sql stable
return app.is_this_cluster(p_epoch, p_xmin)
  and (p_epoch).sequence_file = pg_relation_filenode(app.log_sequence((p_epoch).log));

-- app.current_cluster_epoch(p_log text) returns app.cluster_epoch
-- The cluster epoch of this cluster; opens it if need be. Internal. Errors: 55000 while the log is replicated into this
-- database.
-- unpinned: only functions call it that pin theirs
create function app.current_cluster_epoch(p_log text) returns app.cluster_epoch
language plpgsql volatile
as $function$
declare
  v_epoch app.cluster_epoch;
  v_xmin pg_catalog.xid;
begin
  -- One plain query, as each fetch asks, and expressions: a condition in the query would cost more.
  select e.log, e.cluster_epoch, e.system_identifier, e.start, e.opened_by, e.sequence_file, e.xmin
  into v_epoch.log, v_epoch.cluster_epoch, v_epoch.system_identifier, v_epoch.start, v_epoch.opened_by,
    v_epoch.sequence_file, v_xmin
  from app.cluster_epoch e
  where e.log = p_log
  order by e.cluster_epoch desc limit 1;
  -- Without pages there is no subscription; reading the catalogue takes a fifth of an idle fetch.
  if pg_relation_size('pg_catalog.pg_subscription_rel'::pg_catalog.regclass) > 0 then
    perform app.require_own_log(p_log);
  end if;
  if app.is_current_epoch(v_epoch, v_xmin) then
    return v_epoch;
  end if;
  return app.open_cluster_epoch(p_log);
end
$function$;
