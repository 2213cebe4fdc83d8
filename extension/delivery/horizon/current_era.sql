-- app.current_era(p_log text) returns app.log_era
-- The era of this cluster. Internal.
create function app.current_era(p_log text) returns app.log_era
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_era app.log_era;
begin
  select * into v_era from app.log_era where log = p_log order by era desc limit 1;
  if v_era.system_identifier = (select system_identifier from pg_control_system()) then
    return v_era;
  end if;
  return app.open_era(p_log);
end
$function$;
revoke all on function app.current_era(text) from public;
comment on function app.current_era(text) is 'Internal: the era of this cluster.';
