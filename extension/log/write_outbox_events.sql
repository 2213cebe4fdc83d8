-- app.write_outbox_events(p_events jsonb) returns setof uuid
-- Writes many events to the outbox in one statement, in the order of the array. One bad element rejects them all.
--   p_events  array of objects whose keys are the parameters of app.write_outbox_event without p_; a key that is
--             absent or null takes that parameter's default: [{"aggregate_type": "Post", "aggregate_id": "<uuid>",
--             "event_type": "PostCreated", "event_payload": {}}]
-- Returns the ids in the order of the array. Errors: those of app.write_outbox_event, naming element (from 0) and key;
-- 22023 for an unknown key.
create function app.write_outbox_events(p_events jsonb) returns setof uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_keys constant text[] := array[
    'aggregate_type', 'aggregate_id', 'event_type', 'event_payload', 'event_metadata', 'tenant_id',
    'trace_id', 'correlation_id', 'causation_id', 'event_version', 'partition_key', 'audit_id'];
  v_tenant_id uuid := app.context_uuid('app.tenant_id');
  v_trace_id text := app.context_text('app.trace_id');
  v_correlation_id uuid := app.context_uuid('app.correlation_id');
  v_causation_id uuid := app.context_uuid('app.causation_id');
  v_events app.outbox_event[];
  v_ids uuid[];
begin
  -- This block only reads, so that its subtransaction needs no transaction id. The operators cost half as much as
  -- jsonb_to_recordset. An event with an unknown key becomes null, which app.outbox_event_fault rejects.
  begin
    v_events := array(
      select case when e.event - v_keys = '{}' then row(
        e.event ->> 'aggregate_type', (e.event ->> 'aggregate_id')::uuid, e.event ->> 'event_type',
        e.event -> 'event_payload', nullif(e.event -> 'event_metadata', 'null'), (e.event ->> 'tenant_id')::uuid,
        e.event ->> 'trace_id', (e.event ->> 'correlation_id')::uuid, (e.event ->> 'causation_id')::uuid,
        (e.event ->> 'event_version')::integer, e.event ->> 'partition_key', (e.event ->> 'audit_id')::uuid
        )::app.outbox_event end
      from jsonb_array_elements(p_events) with ordinality e (event, index)
      order by e.index);
  exception when data_exception then
    perform app.refuse_outbox_events(p_events, v_keys);
  end;
  if p_events is null or exists (
    select from unnest(v_events) e
    where app.outbox_event_fault(
      e.aggregate_type, e.aggregate_id, e.event_type, e.event_payload, e.event_metadata, e.event_version,
      e.partition_key, e.trace_id) is not null)
  then
    perform app.refuse_outbox_events(p_events, v_keys);
  end if;
  if app.is_too_long(v_trace_id) then
    perform app.refuse_length('app.trace_id', v_trace_id);
  end if;

  -- Generated here: RETURNING would omit events that are routed to the write-ahead log.
  v_ids := array(select app.uuidv7() from generate_series(1, cardinality(v_events)));
  insert into app.outbox (
    id, aggregate_type, aggregate_id, event_type, event_version, event_payload, event_metadata,
    tenant_id, partition_key, trace_id, correlation_id, causation_id, audit_id)
  select
    v_ids[e.index], e.aggregate_type, e.aggregate_id, e.event_type, coalesce(e.event_version, 1),
    e.event_payload, e.event_metadata, coalesce(e.tenant_id, v_tenant_id),
    coalesce(e.partition_key, e.aggregate_id::text), coalesce(e.trace_id, v_trace_id),
    coalesce(e.correlation_id, v_correlation_id), coalesce(e.causation_id, v_causation_id), e.audit_id
  from unnest(v_events) with ordinality e (aggregate_type, aggregate_id, event_type, event_payload, event_metadata,
    tenant_id, trace_id, correlation_id, causation_id, event_version, partition_key, audit_id, index)
  order by e.index;
  -- The doorbell, as app.write_outbox_event rings it.
  if v_ids <> '{}' and not app.try_share_doorbell('outbox')
    and current_setting('app.doorbell', true) is distinct from 'off'
  then
    perform app.ring_doorbell('outbox');
  end if;
  return query select unnest(v_ids);
end
$function$;
