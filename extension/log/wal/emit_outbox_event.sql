-- app.emit_outbox_event() returns trigger
-- Trigger before INSERT on app.outbox: writes an event of a routed type to the write-ahead log instead of the table.
-- Internal. The message, with prefix specql_outbox, is part of the transaction. It is a JSON object that Debezium's
-- outbox router accepts like a row. Payload and metadata are strings of JSON in it: a nested object would reach Kafka
-- altered.
create function app.emit_outbox_event() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  perform pg_logical_emit_message(true, 'specql_outbox', json_build_object(
    'id', new.id,
    'aggregate_type', new.aggregate_type,
    'aggregate_id', new.aggregate_id,
    'event_type', new.event_type,
    'event_version', new.event_version,
    'event_payload', new.event_payload::text,
    'event_metadata', new.event_metadata::text,
    'tenant_id', new.tenant_id,
    'partition_key', new.partition_key,
    'created_at', to_char(new.created_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    'trace_id', new.trace_id,
    'correlation_id', new.correlation_id,
    'causation_id', new.causation_id,
    'session_user_name', new.session_user_name)::text);
  return null;
end
$function$;
