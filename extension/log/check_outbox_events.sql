-- app.check_outbox_events(p_events jsonb) returns void
-- Refuses a batch that app.write_outbox_events cannot write, naming the first bad element and its key. Internal.
create function app.check_outbox_events(p_events jsonb) returns void
language plpgsql immutable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_keys constant text[] := array[
    'aggregate_type', 'aggregate_id', 'event_type', 'event_payload', 'event_metadata', 'tenant_id', 'trace_id',
    'correlation_id', 'causation_id', 'event_version', 'partition_key', 'audit_id'];
  v_uuid constant text := '^[0-9A-Fa-f]{8}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{4}-?[0-9A-Fa-f]{12}$';
  v_index bigint;
  v_event jsonb;
  v_fault text;
begin
  if jsonb_typeof(p_events) is distinct from 'array' then
    perform app.refuse_value('p_events', p_events::text, 'Pass an array of objects, one for each event.');
  end if;

  select e.index - 1, e.event into v_index, v_event
  from jsonb_array_elements(p_events) with ordinality e (event, index)
  where jsonb_typeof(e.event) <> 'object'
  order by e.index limit 1;
  if found then
    perform app.refuse_value(format('p_events[%s]', v_index), v_event::text, 'Each element is an object with the parameters of one event.');
  end if;

  select e.index - 1, e.event, f.fault into v_index, v_event, v_fault
  from rows from (
    jsonb_array_elements(p_events),
    jsonb_to_recordset(p_events) as (
      aggregate_type text, aggregate_id text, event_type text, event_payload jsonb, tenant_id text, trace_id jsonb,
      correlation_id text, causation_id text, event_version text, partition_key jsonb, audit_id text)
  ) with ordinality e (event, aggregate_type, aggregate_id, event_type, event_payload, tenant_id, trace_id,
    correlation_id, causation_id, event_version, partition_key, audit_id, index)
  cross join lateral (select case
    when e.event - v_keys <> '{}' then (select min(k) from jsonb_object_keys(e.event - v_keys) k)
    when e.aggregate_id !~ v_uuid then 'aggregate_id'
    when e.tenant_id !~ v_uuid then 'tenant_id'
    when e.correlation_id !~ v_uuid then 'correlation_id'
    when e.causation_id !~ v_uuid then 'causation_id'
    when e.audit_id !~ v_uuid then 'audit_id'
    when e.event_version !~ '^[0-9]{1,9}$' then 'event_version'
    when jsonb_typeof(e.trace_id) <> 'string' then 'trace_id'
    when jsonb_typeof(e.partition_key) <> 'string' then 'partition_key'
    else app.outbox_event_fault(e.aggregate_type, e.aggregate_id::uuid, e.event_type, e.event_payload, e.event_version::integer, e.partition_key #>> '{}')
  end) f (fault)
  where f.fault is not null
  order by e.index limit 1;
  if v_fault <> all (v_keys) then
    perform app.refuse_value(format('p_events[%s].%s', v_index, v_fault), (v_event -> v_fault)::text,
      format('The keys of an event are %s.', array_to_string(v_keys, ', ')));
  elsif found then
    perform app.refuse_outbox_event(format('p_events[%s].', v_index), v_fault, v_event ->> v_fault);
  end if;
end
$function$;
revoke all on function app.check_outbox_events(jsonb) from public;
comment on function app.check_outbox_events(jsonb) is 'Internal: refuses a batch of outbox events that cannot be written.';
