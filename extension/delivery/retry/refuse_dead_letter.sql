-- app.refuse_dead_letter(p_consumer text, p_event_id bigint) returns void
-- Raises the error for an event that is no dead letter. Internal. Errors: P0002.
create function app.refuse_dead_letter(p_consumer text, p_event_id bigint) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
begin
  raise exception using
    errcode = 'no_data_found',
    message = format('p_event_id: event %s is no dead letter of consumer %s', p_event_id, p_consumer),
    hint = 'app.v_dead_letters lists them.';
end
$function$;
