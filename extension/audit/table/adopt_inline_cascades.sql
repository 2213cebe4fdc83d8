-- app.adopt_inline_cascades(p_target app.audited_table) returns void
-- Gives older audit rows that hold a cascade of their own a row in app.mutation, so that
-- app.get_mutations_affecting_entity finds them. One mutation for each transaction, source and tenant. Internal; does
-- nothing to rows that belong to a mutation already.
create function app.adopt_inline_cascades(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_target).storage <> 'columns' then
    return;
  end if;
  execute app.render_sql($sql$
    with adopted as (
      update app.{table:I} a set mutation_id = m.mutation_id
      from (
        select transaction_id, cascade_source, tenant_id, app.uuidv7() as mutation_id
        from app.{table:I} where mutation_id is null and cascade_data is not null
        group by transaction_id, cascade_source, tenant_id) m
      where a.mutation_id is null and a.cascade_data is not null
        and a.transaction_id is not distinct from m.transaction_id
        and a.cascade_source is not distinct from m.cascade_source
        and a.tenant_id is not distinct from m.tenant_id
      returning a.*),
    stored as (
      insert into app.mutation (
        mutation_id, source, tenant_id, user_id,
        entities, cascade, affected_count,
        primary_typename, primary_entity_id, audit_id,
        transaction_id, session_user_name, started_at, ended_at,
        tenants, given)
      select distinct on (mutation_id)
        mutation_id, cascade_source, tenant_id, changed_by,
        coalesce(cascade_entities, app.cascade_entities(cascade_data)), cascade_data, app.affected_count(cascade_data),
        {typename:L}, entity_id::text, audit_id,
        coalesce(transaction_id, 0), coalesce(session_user_name, ''), changed_at, changed_at,
        array[coalesce(tenant_id, app.no_tenant())], true
      from adopted
      order by mutation_id, changed_at, audit_id
      returning mutation_id, tenant_id, entities, tenants, ended_at)
    insert into app.mutation_entity (typename, tenant_id, ended_at, mutation_id, tenants)
    select distinct typename, tenant_id, ended_at, mutation_id, tenants
    from stored, unnest(entities) typename
    where typename is not null
  $sql$, jsonb_build_object('table', app.audit_table_name((p_target).entity), 'typename', (p_target).typename));
end
$function$;
