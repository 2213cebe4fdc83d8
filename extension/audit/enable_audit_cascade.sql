-- app.prepare_audit(...) returns app.audited_table
-- The part of app.enable_audit_cascade that comes before the triggers and is done by the owner of the extension, to
-- whom everything made here belongs. Internal; parameters and errors are those of app.enable_audit_cascade. Options are
-- passed by name.
-- Errors: 42501 when an owner of the table has not claimed it; 55P03 when a lock is not available for five seconds:
--   writers of the table wait all the while.
create function app.prepare_audit(
  p_table regclass,
  p_entity text default null,
  p_key_columns name[] default null,
  p_tenant_column name default null,
  p_ignore name[] default null,
  p_exclude name[] default null,
  p_redact name[] default null,
  p_keep_unchanged boolean default null,
  p_replica boolean default null,
  p_storage text default null
) returns app.audited_table
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set lock_timeout = '5s'
set plan_cache_mode = force_generic_plan -- what is asked several times for a table is planned once
as $function$
declare
  v_target app.audited_table;
  v_former_key name[];
begin
  perform app.require_claim(p_table);
  perform app.require_auditable(p_table);
  v_target := app.resolve_audit_options(
    p_table => p_table,
    p_entity => p_entity,
    p_key_columns => p_key_columns,
    p_tenant_column => p_tenant_column,
    p_ignore => p_ignore,
    p_exclude => p_exclude,
    p_redact => p_redact,
    p_keep_unchanged => p_keep_unchanged,
    p_replica => p_replica,
    p_storage => p_storage);
  perform app.require_own_objects(v_target);
  perform app.require_own_history(v_target);
  perform app.require_readable(v_target);
  perform app.take_over(v_target);
  perform app.create_audit_table(v_target);
  v_former_key := (
    select t.key_columns from app.audited_table t
    where t.relation = p_table and app.renamed_key(t) = v_target.key_columns);
  if v_former_key is not null then
    perform app.rename_key(v_target, v_former_key);
  end if;
  perform app.drop_reader_policy(v_target);
  insert into app.audited_table select (v_target).*
  on conflict (entity) do update set
    typename = excluded.typename,
    relation = excluded.relation,
    key_columns = excluded.key_columns,
    tenant_column = excluded.tenant_column,
    ignored_columns = excluded.ignored_columns,
    excluded_columns = excluded.excluded_columns,
    redacted_columns = excluded.redacted_columns,
    once_hidden = excluded.once_hidden,
    relation_name = excluded.relation_name,
    key_numbers = excluded.key_numbers,
    keep_unchanged = excluded.keep_unchanged,
    replica = excluded.replica,
    storage = excluded.storage,
    level = excluded.level,
    owner_name = excluded.owner_name,
    owner_oid = excluded.owner_oid,
    enabled = true,
    enabled_at = now(),
    enabled_by = app.caller();
  perform app.create_trigger_stub(v_target);
  perform app.create_collect_function(v_target);
  perform app.create_history_functions(v_target);
  perform app.create_views(v_target);
  -- Somebody else may have been quicker since the first look. What is here now is ours to the end of the transaction,
  -- or nothing was done.
  perform app.require_own_objects(v_target);
  perform app.protect_audit_table(v_target);
  perform app.adopt_inline_cascades(v_target);
  -- Default privileges may have opened what was made. The caller needs the trigger function until it has attached it.
  perform app.close_access(array(
    select o.object from app.existing_objects(v_target) o
    where o.object <> app.trigger_function_of(v_target.entity)));
  perform app.apply_grants();
  return v_target;
exception when lock_not_available then
  raise exception using
    errcode = 'lock_not_available',
    message = format('%s could not be enabled: %s', p_table, sqlerrm),
    detail = 'A transaction uses its audit table, the views of its history or the grants.',
    hint = 'Call app.enable_audit_cascade again when that transaction has ended; see pg_locks.';
end
$function$;

-- app.complete_audit(p_table regclass) returns void
-- The part of app.enable_audit_cascade that comes after the triggers and is done by the owner of the extension: nobody
-- may attach the trigger function any more, its triggers are what app.create_triggers makes, and from here on it
-- writes. Internal. The owner of a partitioned table may attach it for good, or it could make no partitions: see
-- app.trigger_guard.
-- Errors: 42501 when an owner of the table has not claimed it; 55000 naming a trigger that is missing, on another table
--   or not what auditing makes.
create function app.complete_audit(p_table regclass) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
set plan_cache_mode = force_generic_plan
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_function regprocedure := app.trigger_function_of(v_target.entity);
  v_owner name;
  v_trigger record;
begin
  -- The claim also locks the table: nobody has put another trigger on it that is not committed yet.
  perform app.require_claim(p_table);
  perform app.close_trigger_function(v_function);
  select t.tgname as name, t.tgrelid::regclass as relation into v_trigger
  from pg_trigger t
  where t.tgfoid = v_function and t.tgrelid not in (select r.oid from app.covered_relations(v_target) r (oid))
  order by 2, 1 limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('trigger %I of %s would write the history of %s', v_trigger.name, v_trigger.relation, p_table),
      hint = format('Drop it: drop trigger %I on %s.', v_trigger.name, v_trigger.relation);
  end if;
  select * into v_trigger from app.unlike_triggers(v_target) order by relation, name limit 1;
  if found then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format(case when v_trigger.missing then 'trigger %I of %s is missing'
        else 'trigger %I of %s is not what auditing makes' end, v_trigger.name, v_trigger.relation),
      hint = format('Run: select app.enable_audit_cascade(%L).', p_table);
  end if;
  perform app.create_trigger_function(v_target);
  v_owner := (
    select pg_get_userbyid(relowner) from pg_class where oid = p_table and relkind = 'p' and relowner <> (
      select proowner from pg_proc where oid = v_function));
  if v_owner is not null then
    execute format('grant execute on function %s to %I', v_function, v_owner);
  end if;
end
$function$;

-- app.own_history(p_table regclass, p_entity text) returns regclass
-- The audit table that is there already, if it is the caller's own. Internal; with the caller's rights.
create function app.own_history(p_table regclass, p_entity text) returns regclass
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select c.oid from pg_class c
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p') and pg_has_role(c.relowner, 'usage')
    and c.relname = app.audit_table_name(coalesce(
      (select t.entity from app.audited_table t where t.relation = p_table), app.entity_of(p_table, p_entity))));

-- app.enable_audit_cascade(p_table regclass, ...) returns regclass
-- Audits a table: creates app.audit_<entity>, static triggers, the history functions and the cascade views. One call,
-- idempotent: called again it brings everything up to date (new columns of the audit table, renamed or added columns,
-- new children, changed options) and keeps every audit row. An audit table of the older shape is completed in place.
--   p_table           any table you own; not a view, foreign or temporary table, partition, system table or audit table
--   p_entity          text, entity name; default: the table's name without tb_ (tb_order_line: order_line, type name
--                     OrderLine)
--   p_key_columns     name[], columns that identify a row; default: a uuid column id, else the primary key, else a
--                     unique index, else none
--   p_tenant_column   name, uuid column that holds the tenant; default: tenant_id if there is one; '' for none
--   p_ignore          name[], an update that changes only these leaves no row
--   p_exclude         name[], columns that are never stored
--   p_redact          name[], columns stored as ***; not deleted_at, which tells whether the entity is there
--   p_keep_unchanged  boolean, whether an update that changes nothing leaves a row too (default false)
--   p_replica         boolean, whether changes applied under session_replication_role = replica are audited too
--                     (default false)
--   p_storage         text, columns (default), or embedded: an existing audit table that may not be altered keeps the
--                     cascade under new_values._cascade
-- An option left out keeps what an earlier call chose. Returns the audit table. A table that was renamed into the place
-- of an audited one of the same owner, or made again under its name, goes on with the history of that one, which is no
-- longer audited.
-- Errors: see app.require_auditable, app.require_columns, app.entity_of, app.create_audit_table; 42710 when another
--   table has this entity name or an object that auditing did not make has a name it needs; 22023 for options that
--   exclude each other; 42501 when p_table is not yours, its history is that of another role's table, or something
--   under its names belongs to somebody else or runs the code of somebody else; 55P03 when its audit table, the views
--   of its history or the grants stay locked for five seconds; 2BP01 naming what somebody built on those views, when
--   they have to be made anew.
-- The triggers are made with the caller's rights. Everything else belongs to the owner of the extension, with whose
-- rights the triggers write. Writers of the table wait until the transaction ends.
create function app.enable_audit_cascade(
  p_table regclass,
  p_entity text default null,
  p_key_columns name[] default null,
  p_tenant_column name default null,
  p_ignore name[] default null,
  p_exclude name[] default null,
  p_redact name[] default null,
  p_keep_unchanged boolean default null,
  p_replica boolean default null,
  p_storage text default null
) returns regclass
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $function$
declare
  v_target app.audited_table;
  v_comment text;
  v_history regclass;
  v_history_comment text;
begin
  perform app.require_auditable(p_table), app.require_owner(p_table);
  perform app.lock_enabling();
  perform app.lock_covered(p_table);
  v_comment := app.claim_table(p_table);
  v_history := app.own_history(p_table, p_entity);
  if v_history is not null then
    v_history_comment := app.claim_table(v_history);
  end if;
  v_target := app.prepare_audit(
    p_table => p_table,
    p_entity => p_entity,
    p_key_columns => p_key_columns,
    p_tenant_column => p_tenant_column,
    p_ignore => p_ignore,
    p_exclude => p_exclude,
    p_redact => p_redact,
    p_keep_unchanged => p_keep_unchanged,
    p_replica => p_replica,
    p_storage => p_storage);
  perform app.create_triggers(v_target);
  perform app.complete_audit(p_table);
  perform app.release_table(p_table, v_comment);
  if v_history is not null and v_target.storage = 'embedded' then
    perform app.release_table(v_history, v_history_comment);
  end if;
  return format('app.%I', app.audit_table_name(v_target.entity))::regclass;
end
$function$;
