-- app.refuse_log(p_log text) returns void
-- Raises the error for a value that names no log. Internal. Errors: 22004 for null, 22023.
create function app.refuse_log(p_log text) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_value('p_log', p_log);
  perform app.refuse_value('p_log', p_log, format('Pass %s.', array_to_string(app.logs(), ' or ')));
end
$function$;
