-- The changes as this extension stores them: the cascade once, in app.mutation.
call bench.fill('app.audit_post', $$
  insert into app.audit_post (
    audit_id, entity_id, tenant_id, operation_type, changed_by, changed_at, old_values, new_values, transaction_id,
    application_name,
    created_at, cascade_source, mutation_id)
  select
    app.uuidv7(), bench.post(post), bench.tenant(post), 'UPDATE', bench.tenant(1), changed_at,
    bench.image(post, number),
    bench.image(post, number + 1), number, 'bench', changed_at, 'update_post', app.uuidv7()
  from bench.change order by number $$);

call bench.fill('app.mutation', $$
  insert into app.mutation (
    mutation_id, source, tenant_id, user_id, entities, cascade, affected_count, primary_typename, primary_entity_id,
    audit_id,
    transaction_id, started_at, ended_at, tenants)
  select
    a.mutation_id, a.cascade_source, a.tenant_id, a.changed_by, c.types, bench.cascade(c.number, c.types, a.new_values),
    cardinality(c.types), 'Post', a.entity_id::text, a.audit_id, a.transaction_id, a.changed_at, a.changed_at,
    array[a.tenant_id]
  from bench.change c join app.audit_post a on a.transaction_id = c.number order by c.number $$);

call bench.fill('app.mutation_entity', $$
  insert into app.mutation_entity (typename, tenant_id, ended_at, mutation_id, tenants)
  select typename, tenant_id, ended_at, mutation_id, tenants
  from app.mutation, unnest(entities) typename
  order by ended_at $$);
