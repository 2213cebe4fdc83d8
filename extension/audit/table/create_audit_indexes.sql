-- app.create_audit_indexes(p_entity text) returns void
-- Creates the indexes of an audit table. Internal. They are few on purpose: history of one entity, changes of one
-- mutation or transaction, recent first, and by affected entity where the caller gave a cascade inline.
create function app.create_audit_indexes(p_entity text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_prefix text := 'idx_audit_' || p_entity;
  v_index record;
  v_existing text;
begin
  for v_index in
    select v_prefix || suffix as name, method, columns, condition
    from (values
      ('_entity_id', 'btree', '(entity_id, changed_at)', ''),
      ('_transaction_id', 'btree', '(transaction_id, mutation_id)', ''),
      ('_changed_at', 'btree', '(changed_at)', ''),
      ('_cascade_entities', 'gin', '(cascade_entities)', 'where cascade_entities is not null')
    ) i (suffix, method, columns, condition)
  loop
    v_existing := pg_get_indexdef(to_regclass(format('app.%I', v_index.name)));
    -- An older index of the same name may be over other columns: only ours counts.
    if strpos(v_existing, v_index.columns) = 0 then
      execute format('drop index app.%I', v_index.name);
      v_existing := null;
    end if;
    if v_existing is null then
      execute app.render_sql($sql$
        create index {name:I} on app.{table:I} using {method} {columns}
        {condition}
      $sql$, to_jsonb(v_index) || jsonb_build_object('table', app.audit_table_name(p_entity)));
    end if;
  end loop;
end
$function$;
