-- app.write_rows(p_changes app.row_change[], p_search_path text) returns app.row_change[]
-- Writes the images before the changes in one statement, see app.restore_statement. Internal; with the caller's rights.
--   p_search_path  what the triggers of the tables find
-- Returns the images it wrote as after.
create function app.write_rows(p_changes app.row_change[], p_search_path text) returns app.row_change[]
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_written app.row_change[];
begin
  execute app.restore_statement(p_changes) into v_written using p_changes, p_search_path;
  perform set_config('search_path', 'pg_catalog, pg_temp', true);
  return v_written;
end
$function$;
