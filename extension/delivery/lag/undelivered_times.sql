-- app.undelivered_times(p_log text, p_low bigint, p_shard_id integer, p_limit integer) returns setof timestamptz
-- When the events that a shard has not acknowledged were written, at most p_limit of them. Internal.
create function app.undelivered_times(p_log text, p_low bigint, p_shard_id integer, p_limit integer)
returns setof timestamptz
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return query
  select e.created_at from app.undelivered_events(p_log, p_low, p_shard_id) e order by e.event_id limit p_limit;
end
$function$;
