-- The changes as the source document stores them: the cascade in each audit row.
call bench.fill('app.audit_post', $$
  insert into app.audit_post (
    entity_id, tenant_id, operation_type, changed_by, changed_at, old_values, new_values, transaction_id,
    application_name, created_at,
    cascade_data, cascade_entities, cascade_timestamp, cascade_source)
  select
    bench.post(post), bench.tenant(post), 'UPDATE', bench.tenant(1), changed_at, bench.image(post, number),
    bench.image(post, number + 1), number, 'bench', changed_at,
    bench.cascade(number, types, bench.image(post, number + 1)), types,
    changed_at, 'update_post'
  from bench.change order by number $$);
