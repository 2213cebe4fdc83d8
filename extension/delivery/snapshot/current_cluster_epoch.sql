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

-- app.current_cluster_epoch(p_log text) returns app.cluster_epoch
-- The cluster epoch of this cluster; opens it if need be. Internal.
-- unpinned: only functions call it that pin theirs
create function app.current_cluster_epoch(p_log text) returns app.cluster_epoch
language plpgsql volatile
as $function$
declare
  v_cluster_epoch app.cluster_epoch;
begin
  select * into v_cluster_epoch from app.cluster_epoch where log = p_log order by cluster_epoch desc limit 1;
  if v_cluster_epoch.system_identifier = app.this_cluster() then
    return v_cluster_epoch;
  end if;
  return app.open_cluster_epoch(p_log);
end
$function$;
