-- app.refuse_outbox_events(p_events jsonb, p_keys text[]) returns void
-- Raises the error for the first invalid element of a batch, naming its index (from 0) and key. Internal. Slow: called
-- only after a fault was found.
create function app.refuse_outbox_events(p_events jsonb, p_keys text[]) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_name text;
  v_event jsonb;
  v_key text;
  v_row app.outbox_event;
  v_fault text;
begin
  if jsonb_typeof(p_events) is distinct from 'array' then
    perform app.refuse_value('p_events', p_events::text, 'Pass an array of objects, one for each event.');
  end if;
  for v_name, v_event in
    select format('p_events[%s]', e.index - 1), e.event
    from jsonb_array_elements(p_events) with ordinality e (event, index)
    order by e.index
  loop
    if jsonb_typeof(v_event) <> 'object' then
      perform app.refuse_value(v_name, v_event::text, 'Each element is an object with the parameters of one event.');
    end if;
    for v_key in select jsonb_object_keys(v_event) loop
      if v_key <> all (p_keys) then
        perform app.refuse_value(v_name || '.' || v_key, (v_event -> v_key)::text,
          format('The keys of an event are %s.', array_to_string(p_keys, ', ')));
      end if;
      begin
        v_row := jsonb_populate_record(v_row, jsonb_build_object(v_key, v_event -> v_key));
      exception when data_exception then
        perform app.refuse_outbox_event(v_name || '.', v_key, v_event ->> v_key);
      end;
    end loop;
    v_row := jsonb_populate_record(null::app.outbox_event, v_event);
    v_fault := app.outbox_event_fault(
      v_row.aggregate_type, v_row.aggregate_id, v_row.event_type, v_row.event_payload, v_row.event_metadata,
      v_row.event_version, v_row.partition_key, v_row.trace_id);
    if v_fault is not null then
      perform app.refuse_outbox_event(v_name || '.', v_fault, v_event ->> v_fault);
    end if;
  end loop;
end
$function$;
