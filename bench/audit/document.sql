-- Audit table and trigger as the source document has them, with cascade; repaired so that they run: the cascade values
-- are in the VALUES list, and the entities are split on commas.
create schema app;
create table app.audit_post (
  audit_id uuid primary key default gen_random_uuid(),
  entity_id uuid not null,
  tenant_id uuid not null,
  operation_type text not null check (operation_type in ('INSERT', 'UPDATE', 'DELETE')),
  changed_by uuid,
  changed_at timestamp with time zone default now(),
  old_values jsonb,
  new_values jsonb,
  change_reason text,
  transaction_id bigint,
  application_name text,
  created_at timestamp with time zone default now(),
  cascade_data jsonb,
  cascade_entities text[],
  cascade_timestamp timestamptz,
  cascade_source text
);
create index idx_audit_post_entity_id on app.audit_post (entity_id);
create index idx_audit_post_tenant_id on app.audit_post (tenant_id);
create index idx_audit_post_changed_at on app.audit_post (changed_at);
create index idx_audit_post_cascade_entities on app.audit_post using gin (cascade_entities);

create function app.audit_trigger_post() returns trigger as $$
begin
  insert into app.audit_post (
    entity_id, tenant_id, operation_type, changed_by, old_values, new_values, change_reason, transaction_id,
    application_name,
    cascade_data, cascade_entities, cascade_timestamp, cascade_source
  ) values (
    coalesce(new.id, old.id),
    coalesce(new.tenant_id, old.tenant_id),
    tg_op,
    case when tg_op = 'DELETE' then old.updated_by else new.updated_by end,
    case when tg_op != 'INSERT' then row_to_json(old)::jsonb else null end,
    case when tg_op != 'DELETE' then row_to_json(new)::jsonb else null end,
    case when tg_op = 'DELETE' then 'Entity deleted' else 'Entity modified' end,
    txid_current(),
    current_setting('application_name', true),
    nullif(current_setting('app.cascade_data', true), '')::jsonb,
    string_to_array(nullif(current_setting('app.cascade_entities', true), ''), ','),
    now(),
    nullif(current_setting('app.cascade_source', true), '')
  );
  return coalesce(new, old);
end;
$$ language plpgsql security definer;

create trigger audit_trigger_post
  after insert or update or delete on blog.tb_post
  for each row execute function app.audit_trigger_post();
