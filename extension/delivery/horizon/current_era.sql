-- app.this_cluster() returns bigint
-- The cluster, as pg_control_system() tells it, which reads a file. Internal. Declared immutable, and so asked once by each plan: a session
-- never sees another cluster, and the plans go with it.
create function app.this_cluster() returns bigint
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (select system_identifier from pg_control_system());
end
$function$;
revoke all on function app.this_cluster() from public;
comment on function app.this_cluster() is 'Internal: the cluster.';

-- app.current_era(p_log text) returns app.log_era
-- The era of this cluster. Internal.
create function app.current_era(p_log text) returns app.log_era
language plpgsql volatile
as $function$
declare
  v_era app.log_era;
begin
  select * into v_era from app.log_era where log = p_log order by era desc limit 1;
  if v_era.system_identifier = app.this_cluster() then
    return v_era;
  end if;
  return app.open_era(p_log);
end
$function$;
revoke all on function app.current_era(text) from public;
comment on function app.current_era(text) is 'Internal: the era of this cluster.';
