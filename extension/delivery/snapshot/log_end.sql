-- app.log_sequence(p_log text) returns regclass
-- The sequence of a log's event ids; null when there is no such log. Internal. Inlined where it is used.
create function app.log_sequence(p_log text) returns regclass
language sql immutable parallel safe
return case p_log
  when 'outbox' then 'app.outbox_event_id_seq'::regclass
  when 'mutation_events' then 'app.mutation_events_event_id_seq'::regclass
end;

-- app.log_end(p_log text) returns bigint
-- The highest event id that a log has assigned, committed or not; 0 when there is none. Internal.
--   p_log  outbox or mutation_events
-- unpinned: only functions call it that pin theirs
create function app.log_end(p_log text) returns bigint
language plpgsql volatile
as $function$
declare
  v_sequence pg_catalog.regclass := app.log_sequence(p_log);
  v_end bigint := pg_sequence_last_value(v_sequence);
begin
  -- Null if the sequence was set and has not assigned that id yet.
  if v_end is null and v_sequence is not null then
    execute format('select last_value - (not is_called)::integer from %s', v_sequence) into v_end;
  end if;
  return v_end;
end
$function$;
