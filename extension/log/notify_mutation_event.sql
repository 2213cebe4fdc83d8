-- app.notify_mutation_event(p_event_id bigint) returns void
-- Notifies channel mutation_events of a logged change, as JSON, when the transaction commits. Internal.
-- A payload of 8,000 bytes or more would fail the transaction. So a larger event is reduced to its identifying columns,
-- whose length app.log_cdc_event limits.
create function app.notify_mutation_event(p_event_id bigint) returns void
language sql volatile
set search_path = pg_catalog, pg_temp
begin atomic
  select pg_notify('mutation_events', form.message)
  from app.mutation_events e
  cross join lateral (values
    (1, (to_jsonb(e) - 'segment')::text),
    (2, jsonb_build_object('event_id', e.event_id, 'id', e.id, 'event_type', e.event_type, 'entity_type', e.entity_type,
      'entity_id', e.entity_id, 'operation', e.operation, 'tenant_id', e.tenant_id, 'truncated', true)::text)
  ) form (size, message)
  where e.event_id = p_event_id and octet_length(form.message) < 8000
  order by form.size
  limit 1;
end;
