-- The queries of the source document, for one entity and over its audit table.
create function app.get_post_audit_history(
  p_entity_id uuid, p_tenant_id uuid, p_limit integer default 100, p_offset integer default 0)
returns table (
  audit_id uuid, operation_type text, changed_by uuid, changed_at timestamp with time zone, old_values jsonb,
  new_values jsonb,
  change_reason text
) as $$
begin
  return query
  select a.audit_id, a.operation_type, a.changed_by, a.changed_at, a.old_values, a.new_values, a.change_reason
  from app.audit_post a
  where a.entity_id = p_entity_id and a.tenant_id = p_tenant_id
  order by a.changed_at desc
  limit p_limit offset p_offset;
end;
$$ language plpgsql security definer;

create function app.get_post_audit_history_with_cascade(
  p_entity_id uuid, p_tenant_id uuid, p_limit integer default 100, p_offset integer default 0,
  p_affected_entity text default null
) returns table (
  audit_id uuid, operation_type text, changed_by uuid, changed_at timestamp with time zone, old_values jsonb,
  new_values jsonb,
  change_reason text, cascade_data jsonb, cascade_entities text[], cascade_source text, affected_entity_count integer
) as $$
begin
  return query
  select
    a.audit_id, a.operation_type, a.changed_by, a.changed_at, a.old_values, a.new_values, a.change_reason,
    a.cascade_data,
    a.cascade_entities, a.cascade_source, coalesce(array_length(a.cascade_entities, 1), 0) as affected_entity_count
  from app.audit_post a
  where a.entity_id = p_entity_id
    and a.tenant_id = p_tenant_id
    and (p_affected_entity is null or p_affected_entity = any(a.cascade_entities))
  order by a.changed_at desc
  limit p_limit offset p_offset;
end;
$$ language plpgsql security definer;

create function app.get_mutations_affecting_entity(p_entity_type text, p_tenant_id uuid, p_limit integer default 100)
returns table (
  audit_id uuid, primary_entity_id uuid, mutation_name text, changed_at timestamp with time zone, cascade_data jsonb
) as $$
begin
  return query
  select a.audit_id, a.entity_id as primary_entity_id, a.cascade_source as mutation_name, a.changed_at, a.cascade_data
  from app.audit_post a
  where a.tenant_id = p_tenant_id and p_entity_type = any(a.cascade_entities)
  order by a.changed_at desc
  limit p_limit;
end;
$$ language plpgsql security definer;

create view app.v_post_cascade_audit as
select
  a.audit_id, a.entity_id, a.operation_type, a.changed_at, a.cascade_source as mutation_name,
  a.cascade_entities as affected_entities, jsonb_array_length(a.cascade_data->'updated') as entities_updated,
  jsonb_array_length(a.cascade_data->'deleted') as entities_deleted,
  (a.cascade_data->'metadata'->>'affectedCount')::integer as total_affected
from app.audit_post a
where a.cascade_data is not null
order by a.changed_at desc;

create view app.v_post_recent_cascade_mutations as
select a.audit_id, a.entity_id, a.cascade_source as mutation_name, a.changed_at, a.cascade_entities, a.cascade_data
from app.audit_post a
where a.cascade_data is not null and a.changed_at > now() - interval '7 days'
order by a.changed_at desc;
