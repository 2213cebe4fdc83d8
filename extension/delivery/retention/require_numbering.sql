-- app.require_numbering(p_log text) returns void
-- Refuses a log whose new events have ids that its consumers have passed: what has passed a segment would not be known.
-- Internal; opens a new cluster epoch first where one is due. Errors: 55000.
create function app.require_numbering(p_log text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_end bigint;
  v_passed bigint;
begin
  if not exists (select from app.consumer c where c.log = p_log) then
    return;
  end if;
  perform app.current_cluster_epoch(p_log);
  v_end := app.log_end(p_log);
  v_passed := (select max(greatest(p.from_hi, p.to_hi)) from app.consumer_position(p_log) p);
  if v_end < v_passed then
    perform app.refuse_numbering(p_log, v_end, v_passed);
  end if;
end
$function$;
