-- app.log_cdc_event(p_event_type, p_entity_type, p_entity_id, p_operation, p_before, p_after, p_metadata, p_schema,
--   p_table, p_tenant_id) returns void
-- Logs a change with its before and after image, in the transaction of the caller.
--   p_event_type   text, what happened: upper-case letter, then letters, digits and underscores, as in CUSTOMER_DELETED
--   p_entity_type  text, type of the entity
--   p_entity_id    uuid, the entity; may be null
--   p_operation    text, CREATE (needs p_after), UPDATE (needs p_after) or DELETE (needs p_before)
--   p_before       jsonb, p_after jsonb: the images; p_metadata jsonb: any metadata
--   p_schema       text, p_table text: the table that changed; when null the audited table of that entity or type
--                  name, if there is one
--   p_tenant_id    uuid; when null the setting app.tenant_id
-- With the setting app.notify_payload = on the event is sent to channel mutation_events too. Any role may listen there,
-- whatever its rights.
-- Errors: 22004 for a missing parameter, 22023 for one that cannot be used, 22001 for a
-- type or key of more than 512 bytes, 22P02 for a setting that is no uuid.
create function app.log_cdc_event(
  p_event_type text,
  p_entity_type text,
  p_entity_id uuid,
  p_operation text,
  p_before jsonb default null,
  p_after jsonb default null,
  p_metadata jsonb default null,
  p_schema text default null,
  p_table text default null,
  p_tenant_id uuid default null
) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_tenant_id uuid := coalesce(p_tenant_id, app.context_uuid('app.tenant_id'));
  v_schema text := p_schema;
  v_table text := p_table;
  v_event_id bigint;
begin
  perform app.require_cdc_event(
    p_event_type, p_entity_type, p_operation, p_before, p_after, p_metadata, p_schema, p_table);
  if p_table is null then
    select n.nspname, c.relname into v_schema, v_table
    from app.audited_table a
    join pg_class c on c.oid = a.relation
    join pg_namespace n on n.oid = c.relnamespace
    where a.entity = p_entity_type or a.typename = p_entity_type;
  end if;
  insert into app.mutation_events (
    event_type, entity_type, entity_id, operation, payload, source, tenant_id, partition_key)
  values (
    p_event_type, p_entity_type, p_entity_id, p_operation,
    jsonb_build_object('before', p_before, 'after', p_after, 'metadata', p_metadata),
    jsonb_build_object(
      'version', '@extversion@', 'connector', 'specql_cdc', 'db', current_database(),
      'schema', v_schema, 'table', v_table,
      'txId', txid_current(), 'ts_ms', (date_part('epoch', clock_timestamp()) * 1000)::bigint),
    v_tenant_id, coalesce(p_entity_id::text, p_entity_type))
  returning event_id into v_event_id;
  -- The doorbell: the shared lock is refused only while a consumer sleeps.
  if not app.try_share_doorbell('mutation_events') and current_setting('app.doorbell', true) is distinct from 'off' then
    perform app.ring_doorbell('mutation_events');
  end if;
  if current_setting('app.notify_payload', true) = 'on' and app.can_notify() then
    perform app.notify_mutation_event(v_event_id);
  end if;
end
$function$;
