-- A given mutation: the caller sets app.cascade_data before the DML. The cascade gets one row in app.mutation, and each
-- audit row a copy, as long as the copy is no longer than 64 KB and its readers are those of the mutation: all rows
-- that the mutation changed belong to one tenant. Without a copy, an audit row refers to the row in app.mutation: by
-- mutation_id, or where that is the id of a running mutation, by a JSON string in cascade_data. Nobody else can write
-- such a string, since app.cascade_data has to be an object.

-- app.given_mutation(inout p_mutation_id uuid, inout p_cascade jsonb, inout p_entities text[], out given_id uuid)
-- What audit rows hold of the given cascade in app.cascade_data. Internal; called by the audit triggers.
--   p_mutation_id  the running mutation, or null; returned: the mutation of the audit rows
--   p_cascade      the given cascade; returned: what is stored in each audit row
--   p_entities     the type names; returned: null when readers of the audit rows may not read the cascade
--   given_id       the id of the given mutation; it stays the same as long as app.cascade_source and app.cascade_data
--                  keep their values in this transaction
-- Errors: 22P02 for a cascade whose updated or deleted is no list of objects; 54000 for one of more than 5 MB, or with
--   more than 100 type names, of more than 512 bytes each or 8192 in all.
create function app.given_mutation(
  inout p_mutation_id uuid, inout p_cascade jsonb, inout p_entities text[], out given_id uuid
) returns record
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_data text := current_setting('app.cascade_data', true);
  v_key text := md5(concat_ws(' ', current_setting('app.cascade_source', true), v_data));
  v_known text[] := string_to_array(app.context_text('app.given_mutation'), ' ');
  v_tenants uuid[];
begin
  if octet_length(v_data) > 5242880 then
    raise exception using
      errcode = 'program_limit_exceeded',
      message = 'setting app.cascade_data is longer than 5 MB',
      detail = format('It has %s bytes.', octet_length(v_data)),
      hint = 'Give a shorter cascade, or use app.begin_mutation and app.end_mutation, which build one.';
  end if;
  -- For each row or statement: app.given_mutation cannot vouch for it, as the writer may set it.
  if not (app.is_list_of_objects(p_cascade -> 'updated') and app.is_list_of_objects(p_cascade -> 'deleted')) then
    perform app.refuse_setting(
      'app.cascade_data', v_data, 'a cascade, whose updated and deleted are lists of objects',
      '{"updated": [], "deleted": []}');
  end if;
  perform app.require_short_names('app.cascade_data', p_entities);
  if v_known[1] = v_key then
    given_id := app.text_as_uuid(v_known[2]);
    select tenants into v_tenants from app.mutation m
    where m.mutation_id = given_id and m.transaction_id = txid_current() and m.given;
  end if;
  -- An id that was not made for a given mutation is not taken for one.
  if v_tenants is null and (
    given_id is null or given_id = p_mutation_id or not app.is_own_mutation(given_id)
    or exists (select from app.mutation m where m.mutation_id = given_id))
  then
    given_id := app.new_mutation_id((select key from app.mutation_key));
    perform set_config('app.given_mutation', v_key || ' ' || given_id, true);
  end if;
  if cardinality(v_tenants) > 1 then
    p_entities := null;
  end if;
  if cardinality(v_tenants) > 1 or octet_length(v_data) > 65536 then
    p_cascade := case when p_mutation_id is not null then to_jsonb(given_id) end;
  end if;
  p_mutation_id := coalesce(p_mutation_id, given_id);
end
$function$;

-- app.store_given_mutation(p_entity text, p_given_id uuid, p_tenants uuid[]) returns void
-- Stores the given mutation in app.mutation after its first audit rows, and adds the tenants of later ones to it.
-- Internal; called by the audit triggers, which a restored dump leaves with the former owner of the extension: so with
-- the rights of the owner.
--   p_entity   entity whose audit rows were just written
--   p_tenants  the tenants of these rows, before and after the change
create function app.store_given_mutation(p_entity text, p_given_id uuid, p_tenants uuid[]) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_tenants uuid[] := array_remove(p_tenants || app.context_uuid('app.tenant_id'), null);
  v_stored uuid[];
  v_cascade jsonb;
  v_mutation app.mutation;
begin
  select tenants into v_stored from app.mutation where mutation_id = p_given_id;
  if v_stored @> v_tenants then
    return;
  end if;
  v_tenants := array(select distinct t from unnest(v_stored || v_tenants) t);
  if v_stored is null then
    v_cascade := app.context_jsonb('app.cascade_data');
    perform app.require_own_mutation(p_given_id);
    perform app.store_mutation(
      p_given_id,
      v_cascade,
      coalesce(
        (select array_agg(distinct name order by name) from unnest(app.context_names('app.cascade_entities')) name),
        app.cascade_entities(v_cascade)),
      app.mutation_changes(p_given_id, txid_current(), array[p_entity]),
      null, true, v_tenants);
  else
    update app.mutation set tenants = v_tenants, tenant_id = null where mutation_id = p_given_id
    returning * into v_mutation;
    -- By an index of readers: one of its own would cost every mutation.
    update app.mutation_entity set tenants = v_tenants, tenant_id = null
    where typename = any (v_mutation.entities) and ended_at = v_mutation.ended_at and mutation_id = p_given_id;
  end if;
  if cardinality(v_tenants) > 1 and coalesce(cardinality(v_stored), 1) = 1 then
    perform app.withdraw_copies(p_given_id);
  end if;
end
$function$;

-- app.withdraw_copies(p_given_id uuid) returns void
-- Takes the copies of a given cascade out of the audit rows of this transaction: their readers may not read it.
-- Internal. Audit tables of the embedded form keep theirs: no reader may read these tables. After a restore the audit
-- table may be another role's, whose code must not run.
create function app.withdraw_copies(p_given_id uuid) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_cascade jsonb := (select cascade from app.mutation where mutation_id = p_given_id);
  v_entity text;
begin
  for v_entity in
    select t.entity from app.audited_table t
    where t.storage = 'columns' and t.entity = any (app.written_entities())
  loop
    execute format('lock table app.%I in row exclusive mode', app.audit_table_name(v_entity));
    perform app.require_own_code(app.audit_table_of(v_entity));
    execute format(
      $$update app.%I
      set cascade_entities = null, cascade_data = case when mutation_id <> $1 then to_jsonb($1) end
      where transaction_id = $2 and (cascade_data = $3 or mutation_id = $1)$$,
      app.audit_table_name(v_entity)) using p_given_id, txid_current(), v_cascade;
  end loop;
end
$function$;
