-- app.mark_outbox_processed(p_event_id uuid, p_processor_id text default 'debezium') returns void
-- Marks an event of the outbox as processed. Marking it again keeps the first mark.
--   p_event_id      id of the event, as app.write_outbox_event returned it
--   p_processor_id  the name of the program that processed it, up to 512 bytes
-- Errors: 22004 for a missing parameter, 22001 for a long name; P0002 when the outbox has no such event.
create function app.mark_outbox_processed(p_event_id uuid, p_processor_id text default 'debezium') returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform app.require_value('p_event_id', p_event_id::text), app.require_value('p_processor_id', p_processor_id);
  if app.is_too_long(p_processor_id) then
    perform app.refuse_length('p_processor_id', p_processor_id);
  end if;
  update app.outbox set processed_at = clock_timestamp(), processed_by = p_processor_id
  where id = p_event_id and processed_at is null;
  if not found and not exists (select from app.outbox where id = p_event_id) then
    raise exception using
      errcode = 'no_data_found',
      message = 'p_event_id is not in the outbox',
      detail = format('There is no event %s.', p_event_id),
      hint = 'It was cleaned up, its transaction did not commit, or this is another id: '
        'pass the column id, not event_id or aggregate_id.';
  end if;
end
$function$;
