-- app.outbox_event_fault(...) returns text
-- The name, without p_, of the first parameter that an outbox event cannot have; null when all is well. Internal, and
-- inlinable: the writers of one event and of many ask it for every event.
create function app.outbox_event_fault(
  p_aggregate_type text,
  p_aggregate_id uuid,
  p_event_type text,
  p_event_payload jsonb,
  p_event_metadata jsonb,
  p_event_version integer,
  p_partition_key text,
  p_trace_id text
) returns text
language sql immutable parallel safe
return case
  when (p_aggregate_type ~ '^[A-Za-z0-9._-]+$') is not true then 'aggregate_type'
  when p_aggregate_id is null then 'aggregate_id'
  when (p_event_type ~ '^[A-Z][A-Za-z0-9]*$') is not true then 'event_type'
  when (p_event_payload <> 'null') is not true then 'event_payload'
  when p_event_version < 1 then 'event_version'
  when p_partition_key = '' or app.is_too_long(p_partition_key) then 'partition_key'
  when app.is_too_long(p_aggregate_type) then 'aggregate_type'
  when app.is_too_long(p_event_type) then 'event_type'
  when app.is_too_long(p_trace_id) then 'trace_id'
  when app.is_too_large(p_event_payload) then 'event_payload'
  when app.is_too_large(p_event_metadata) then 'event_metadata'
end;

-- app.refuse_outbox_event(p_prefix text, p_parameter text, p_value text) returns void
-- Raises the error for a parameter of an outbox event, with the hint that belongs to it. Internal.
--   p_prefix  stands before the name: p_ for one event, p_events[3]. in a batch
create function app.refuse_outbox_event(p_prefix text, p_parameter text, p_value text) returns void
language sql immutable parallel safe
return case
when p_parameter in ('aggregate_type', 'event_type', 'partition_key', 'trace_id') and app.is_too_long(p_value)
then app.refuse_length(p_prefix || p_parameter, p_value)
when p_parameter in ('event_payload', 'event_metadata') and p_value is not null
then app.refuse_size(p_prefix || p_parameter)
else app.refuse_value(p_prefix || p_parameter, p_value, case p_parameter
  when 'aggregate_type' then
    'Pass the type of the entity, for example Post. '
    'It becomes part of a topic name: letters, digits, dot, underscore, hyphen.'
  when 'event_type' then 'Start with an upper-case letter, then letters and digits, for example PostCreated.'
  when 'event_payload' then 'Pass the event as JSON. After a hard delete the row is gone: read it before.'
  when 'event_version' then 'Pass a number of 1 or more, or leave it out for 1.'
  when 'partition_key' then 'Pass a text that is not empty, or leave it out for the aggregate id.'
  when 'trace_id' then 'Pass a text, or leave it out for the setting app.trace_id.'
  else 'Pass a uuid, for example 00000000-0000-0000-0000-000000000000.'
end) end;
