-- app.find_audited_table(p_table regclass) returns app.audited_table
-- How a table is audited. Internal; with the caller's rights.
-- Errors: 42704 when it is not.
create function app.find_audited_table(p_table regclass) returns app.audited_table
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table;
begin
  select * into v_target from app.audited_table where relation = p_table;
  if not found then
    raise exception using
      errcode = 'undefined_object',
      message = format('p_table %s is not audited', coalesce(p_table::text, 'null')),
      hint = 'The view app.v_audited_tables lists what is.';
  end if;
  return v_target;
end
$function$;
