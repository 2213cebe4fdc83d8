-- app.whole_segment(p_log text, p_after bigint, p_through bigint) returns smallint
-- The segment of today if every event id above p_after up to p_through is visible there, else null. Internal. Then no
-- other segment has to be opened, which is most of the cost of fetching a few events. Also null when there are more
-- than 100 ids to count.
-- unpinned: only functions call it that pin theirs
create function app.whole_segment(p_log text, p_after bigint, p_through bigint) returns smallint
language plpgsql stable
as $function$
declare
  v_segment smallint := app.segment_of(now());
  v_count bigint;
begin
  if p_through - p_after > 100 then
    return null;
  -- Not from app.log_event: where the log is a parameter, a segment of the other log is locked and opened too.
  elsif p_log = 'outbox' then
    select count(*) into v_count
    from app.outbox e where e.segment = v_segment and e.event_id > p_after and e.event_id <= p_through;
  else
    select count(*) into v_count
    from app.mutation_events e where e.segment = v_segment and e.event_id > p_after and e.event_id <= p_through;
  end if;
  return case when v_count = p_through - p_after then v_segment end;
end
$function$;
