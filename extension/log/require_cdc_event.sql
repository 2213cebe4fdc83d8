-- app.require_cdc_event(...) returns void
-- Refuses a change that app.log_cdc_event cannot log, naming the parameter. Internal; its parameters are those of the
-- same name there.
-- unpinned: only functions call it that pin theirs
create function app.require_cdc_event(
  p_event_type text,
  p_entity_type text,
  p_operation text,
  p_before jsonb,
  p_after jsonb,
  p_metadata jsonb,
  p_schema text,
  p_table text
) returns void
language plpgsql immutable parallel safe
as $function$
begin
  if (p_event_type ~ '^[A-Z][A-Za-z0-9_]*$') is not true then
    perform app.refuse_value('p_event_type', p_event_type,
      'Start with an upper-case letter, then letters, digits and underscores, for example CUSTOMER_DELETED.');
  elsif (p_entity_type <> '') is not true then
    perform app.refuse_value('p_entity_type', p_entity_type, 'Pass the type of the entity, for example customer.');
  elsif app.is_too_long(p_event_type) then
    perform app.refuse_length('p_event_type', p_event_type);
  elsif app.is_too_long(p_entity_type) then
    perform app.refuse_length('p_entity_type', p_entity_type);
  elsif (p_operation in ('CREATE', 'UPDATE', 'DELETE')) is not true then
    perform app.refuse_value('p_operation', p_operation, 'Pass CREATE, UPDATE or DELETE.');
  elsif p_operation = 'DELETE' and (p_before <> 'null') is not true then
    perform app.refuse_value('p_before', null,
      'A DELETE needs the image before it. After a hard delete the row is gone: read it before.');
  elsif p_operation <> 'DELETE' and (p_after <> 'null') is not true then
    perform app.refuse_value('p_after', null, format('%s needs the image after it.', p_operation));
  elsif p_schema is null and p_table is not null then
    perform app.refuse_value('p_schema', null, 'Pass p_schema and p_table together, or neither.');
  elsif p_schema is not null and p_table is null then
    perform app.refuse_value('p_table', null, 'Pass p_schema and p_table together, or neither.');
  elsif app.is_too_large(p_before) then
    perform app.refuse_size('p_before');
  elsif app.is_too_large(p_after) then
    perform app.refuse_size('p_after');
  elsif app.is_too_large(p_metadata) then
    perform app.refuse_size('p_metadata');
  end if;
end
$function$;
