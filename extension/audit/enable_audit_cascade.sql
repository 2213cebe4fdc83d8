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
--   p_redact          name[], columns stored as ***
--   p_keep_unchanged  boolean, whether an update that changes nothing leaves a row too (default false)
--   p_replica         boolean, whether changes applied under session_replication_role = replica are audited too
--                     (default false)
--   p_storage         text, columns (default), or embedded: an existing audit table that may not be altered keeps the
--                     cascade under new_values._cascade
-- An option left out keeps what an earlier call chose. Returns the audit table.
-- Errors: see app.require_auditable, app.require_columns, app.entity_of, app.create_audit_table; 42710 when another
--   table has this entity name or an object that auditing did not make has a name it needs; 22023 for options that
--   exclude each other; 42501 when p_table is not yours, or its audit objects are another role's.
-- Everything made belongs to the role that calls. Writers of the table wait until the transaction ends.
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
begin
  perform app.require_auditable(p_table);
  -- Two calls at once would create the same objects.
  perform pg_advisory_xact_lock(hashtextextended('app.enable_audit_cascade', 0));
  perform app.lock_covered(p_table);
  v_target := app.resolve_audit_options(
    p_table, p_entity, p_key_columns, p_tenant_column,
    p_ignore, p_exclude, p_redact, p_keep_unchanged, p_replica, p_storage);
  perform app.require_own_objects(v_target);
  perform app.create_audit_table(v_target);
  insert into app.audited_table select (v_target).*
  on conflict (entity) do update set
    typename = excluded.typename,
    relation = excluded.relation,
    key_columns = excluded.key_columns,
    tenant_column = excluded.tenant_column,
    ignored_columns = excluded.ignored_columns,
    excluded_columns = excluded.excluded_columns,
    redacted_columns = excluded.redacted_columns,
    keep_unchanged = excluded.keep_unchanged,
    replica = excluded.replica,
    storage = excluded.storage,
    level = excluded.level,
    enabled = true,
    enabled_at = now(),
    enabled_by = current_user;
  perform app.create_trigger_function(v_target);
  perform app.create_collect_function(v_target);
  perform app.create_triggers(v_target);
  perform app.create_history_functions(v_target);
  perform app.create_views(v_target);
  -- Somebody else may have been quicker since the first look. What is here now is ours to the end of the transaction,
  -- or nothing was done.
  perform app.require_own_objects(v_target);
  perform app.protect_audit_table(v_target);
  perform app.adopt_inline_cascades(v_target);
  perform app.grant_audit_access(v_target);
  return format('app.%I', 'audit_' || v_target.entity)::regclass;
end
$function$;
