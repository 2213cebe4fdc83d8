-- app.write_outbox_event(p_aggregate_type, p_aggregate_id, p_event_type, p_event_payload, p_event_metadata,
--   p_tenant_id, p_trace_id, p_correlation_id, p_causation_id, p_event_version, p_partition_key, p_audit_id) returns
--   uuid
-- Writes an event to the outbox, in the transaction of the caller: it is delivered only if that commits.
--   p_aggregate_type  text, type of the entity: letters, digits, dot, underscore, hyphen
--   p_aggregate_id    uuid, the entity
--   p_event_type      text, what happened: upper-case letter, then letters and digits
--   p_event_payload   jsonb, the event, of any shape
--   p_event_metadata  jsonb, metadata of the event
--   p_tenant_id       uuid, p_trace_id text, p_correlation_id uuid, p_causation_id uuid; when null the setting
--                     app.<name>
--   p_event_version   integer, version of the payload's shape, 1 or more
--   p_partition_key   text, events with the same key stay in order; the aggregate id when null
--   p_audit_id        uuid, audit row of the change
-- Returns the id of the event. Errors: 22004 for a missing parameter, 22023 for one that cannot be used, 22001 for a
-- type, key or trace id of more than 512 bytes, 22P02 for a setting that is no uuid.
create function app.write_outbox_event(
  p_aggregate_type text,
  p_aggregate_id uuid,
  p_event_type text,
  p_event_payload jsonb,
  p_event_metadata jsonb default null,
  p_tenant_id uuid default null,
  p_trace_id text default null,
  p_correlation_id uuid default null,
  p_causation_id uuid default null,
  p_event_version integer default 1,
  p_partition_key text default null,
  p_audit_id uuid default null
) returns uuid
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_fault text := app.outbox_event_fault(
    p_aggregate_type, p_aggregate_id, p_event_type, p_event_payload, p_event_metadata, p_event_version,
    p_partition_key, p_trace_id);
  -- Computed here: in the INSERT or as column defaults, each function would be initialised again in every call.
  v_segment smallint := app.segment_of(now());
  v_id uuid := app.uuidv7();
  v_partition_key text := coalesce(p_partition_key, p_aggregate_id::text);
begin
  if v_fault is not null then
    perform app.refuse_outbox_event('p_', v_fault, case v_fault
      when 'aggregate_type' then p_aggregate_type
      when 'event_type' then p_event_type
      when 'event_version' then p_event_version::text
      when 'partition_key' then p_partition_key
      when 'trace_id' then p_trace_id
      when 'event_payload' then nullif(p_event_payload, 'null')::text
      when 'event_metadata' then p_event_metadata::text
    end);
  end if;
  -- Checked first: most events need no setting, and the functions that read one are initialised in every transaction
  -- that calls them.
  if p_tenant_id is null and current_setting('app.tenant_id', true) <> ''
    or p_trace_id is null and current_setting('app.trace_id', true) <> ''
    or p_correlation_id is null and current_setting('app.correlation_id', true) <> ''
    or p_causation_id is null and current_setting('app.causation_id', true) <> ''
  then
    p_tenant_id := coalesce(p_tenant_id, app.context_uuid('app.tenant_id'));
    p_trace_id := coalesce(p_trace_id, app.context_text('app.trace_id'));
    p_correlation_id := coalesce(p_correlation_id, app.context_uuid('app.correlation_id'));
    p_causation_id := coalesce(p_causation_id, app.context_uuid('app.causation_id'));
    if app.is_too_long(p_trace_id) then
      perform app.refuse_length('app.trace_id', p_trace_id);
    end if;
  end if;
  insert into app.outbox (
    segment, id, aggregate_type, aggregate_id, event_type, event_version, event_payload, event_metadata,
    tenant_id, partition_key, created_at, trace_id, correlation_id, causation_id, audit_id)
  values (
    v_segment, v_id, p_aggregate_type, p_aggregate_id, p_event_type, coalesce(p_event_version, 1),
    p_event_payload, p_event_metadata,
    p_tenant_id, v_partition_key, current_timestamp, p_trace_id, p_correlation_id, p_causation_id, p_audit_id);
  -- The doorbell: the shared lock is refused only while a consumer sleeps.
  if not app.try_share_doorbell('outbox') and current_setting('app.doorbell', true) is distinct from 'off' then
    perform app.ring_doorbell('outbox');
  end if;
  return v_id;
end
$function$;
