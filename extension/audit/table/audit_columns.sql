-- app.audit_columns(p_id_type text) returns table (name, type, definition)
-- The columns of an audit table in order, with their defaults; audit_id comes before them. Internal. operation_type has
-- no CHECK: only the triggers write here, and a check is parsed again for every statement (measured: 6 % of an audited
-- row).
create function app.audit_columns(p_id_type text) returns table (name name, type text, definition text)
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  values
    ('entity_id'::name, p_id_type, null::text),
    ('tenant_id', 'uuid', null),
    ('operation_type', 'text', null),
    ('changed_by', 'uuid', null),
    ('changed_at', 'timestamp with time zone', 'clock_timestamp()'),
    ('old_values', 'jsonb', null),
    ('new_values', 'jsonb', null),
    ('change_reason', 'text', null),
    ('transaction_id', 'bigint', 'txid_current()'),
    ('application_name', 'text', null),
    ('created_at', 'timestamp with time zone', 'now()'),
    ('cascade_data', 'jsonb', null),
    ('cascade_entities', 'text[]', null),
    ('cascade_timestamp', 'timestamp with time zone', null),
    ('cascade_source', 'text', null),
    ('mutation_id', 'uuid', null),
    ('session_user_name', 'text', 'session_user'),
    ('client_addr', 'inet', 'inet_client_addr()');
end;
