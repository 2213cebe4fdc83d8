-- app.log_end(p_log text) returns bigint
-- The highest event id that a log has assigned, committed or not; 0 when there is none. Internal.
--   p_log  outbox or mutation_events
-- unpinned: only functions call it that pin theirs
create function app.log_end(p_log text) returns bigint
language plpgsql volatile
as $function$
declare
  v_sequence pg_catalog.regclass := case p_log
    when 'outbox' then pg_catalog.regclass 'app.outbox_event_id_seq'
    when 'mutation_events' then pg_catalog.regclass 'app.mutation_events_event_id_seq'
  end;
  v_end bigint := pg_sequence_last_value(v_sequence);
begin
  -- Null if the sequence was set and has not assigned that id yet.
  if v_end is null and v_sequence is not null then
    execute format('select last_value - (not is_called)::integer from %s', v_sequence) into v_end;
  end if;
  return v_end;
end
$function$;
