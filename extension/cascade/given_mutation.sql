-- A given mutation: the caller sets app.cascade_data before the DML instead of calling app.begin_mutation. Such DML
-- still gets one row in app.mutation, so that this table has every mutation that affected an entity.

-- app.given_mutation_id() returns uuid
-- The id of the given mutation. Internal.
-- It stays the same as long as app.cascade_source and app.cascade_data keep their values in this transaction.
create function app.given_mutation_id() returns uuid
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_key text := md5(concat_ws(' ',
    current_setting('app.cascade_source', true), current_setting('app.cascade_data', true)));
  v_known text[] := string_to_array(app.context_text('app.given_mutation'), ' ');
  v_mutation_id uuid;
begin
  if v_known[1] = v_key then
    return v_known[2]::uuid;
  end if;
  v_mutation_id := app.uuidv7();
  perform set_config('app.given_mutation', v_key || ' ' || v_mutation_id || ' new', true);
  return v_mutation_id;
end
$function$;

-- app.store_given_mutation(p_entity text) returns void
-- Stores the given mutation in app.mutation, once, after its first audit rows. Internal; called by the audit triggers,
-- which a restored dump leaves with the former owner of the extension: so with the rights of the owner.
--   p_entity  entity whose audit rows were just written
create function app.store_given_mutation(p_entity text) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_known text[] := string_to_array(app.context_text('app.given_mutation'), ' ');
  v_cascade jsonb := app.context_jsonb('app.cascade_data');
begin
  if v_known[3] is distinct from 'new' then
    return;
  end if;
  perform app.store_mutation(
    v_known[2]::uuid,
    v_cascade,
    coalesce(
      (select array_agg(distinct name order by name) from unnest(app.context_names('app.cascade_entities')) name),
      app.cascade_entities(v_cascade)),
    app.mutation_changes(v_known[2]::uuid, pg_current_xact_id()::text::bigint, array[p_entity]));
  perform set_config('app.given_mutation', v_known[1] || ' ' || v_known[2], true);
end
$function$;
