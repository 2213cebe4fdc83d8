-- app.mutation_changes(p_mutation_id uuid, p_transaction_id bigint, p_entities text[]) returns app.change[]
-- The changes a mutation made to the named entities. Reads only those entities' audit tables, so its cost follows
-- what the mutation changed and not how many tables are audited. Internal.
--   p_entities  entity names (post, order_line) as in app.audited_table
create function app.mutation_changes(p_mutation_id uuid, p_transaction_id bigint, p_entities text[]) returns app.change[]
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text;
  v_some app.change[];
  v_all app.change[] := '{}';
begin
  foreach v_entity in array p_entities loop
    execute format('select app.%I($1, $2)', 'collect_' || v_entity || '_changes')
      into v_some using p_transaction_id, p_mutation_id;
    v_all := v_all || v_some;
  end loop;
  return v_all;
end
$function$;
revoke all on function app.mutation_changes(uuid, bigint, text[]) from public;
comment on function app.mutation_changes(uuid, bigint, text[]) is 'Internal: the changes a mutation made to the named entities.';
