-- app.log_end(p_log text) returns bigint
-- The highest event id that a log has assigned, committed or not; 0 when there is none. Internal.
--   p_log  outbox or mutation_events
-- unpinned: only functions call it that pin theirs
create function app.log_end(p_log text) returns bigint
language plpgsql volatile
as $function$
declare
  v_end bigint := case p_log
    when 'outbox' then pg_sequence_last_value('app.outbox_event_id_seq')
    when 'mutation_events' then pg_sequence_last_value('app.mutation_events_event_id_seq')
  end;
begin
  if v_end is not null then
    return v_end;
  end if;
  -- The sequence was set and has not assigned that id yet.
  return case p_log
    when 'outbox' then (select last_value - (not is_called)::integer from app.outbox_event_id_seq)
    when 'mutation_events' then (select last_value - (not is_called)::integer from app.mutation_events_event_id_seq)
  end;
end
$function$;
