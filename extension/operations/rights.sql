-- app.rights(p_capability text) returns table (privilege text, kind text, object text, acl aclitem[])
-- The privileges of a capability on the extension's objects and those generated for audited tables. Internal.
-- They are declared here and nowhere else. Nobody may create in schema app: an overload of one of our functions would
-- run as whoever calls it, the owner of the extension included. Nobody may write a table: functions do.
--   kind and object  as in GRANT: schema, table or function, and its name
--   acl              the privileges granted on the object now
create function app.rights(p_capability text) returns table (privilege text, kind text, object text, acl aclitem[])
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  with member (classid, objid) as (
    select classid, objid from pg_depend
    where refclassid = 'pg_extension'::regclass
      and refobjid = (select oid from pg_extension where extname = 'specql_cdc')
      and deptype = 'e'
  ),
  function_of (capability, name) as (
    select 'writer', unnest(array[
      'begin_mutation', 'end_mutation', 'current_cascade',
      'cascade_entity', 'cascade_deleted', 'snake_case', 'require_value', 'row_type_columns', 'built_in_type',
      'image_expression', 'shows_whole_row', 'column_image', 'image_kind', 'json_image', 'json_list_image',
      'write_outbox_event', 'write_outbox_events', 'log_cdc_event',
      'build_mutation_response'])
    union all
    select 'reader', unnest(array[
      'get_mutations_affecting_entity', 'get_transaction_changes', 'audit_value', 'find_audited_table',
      'reads_all_tenants', 'readable_tenants', 'owns_objects',
      'affected_count', 'list_length', 'cascade_entities',
      'require_value', 'context_text', 'context_uuid', 'parse_context_uuid', 'refuse_setting',
      'get_table_as_of', 'get_entity_as_of', 'audit_diff', 'truncations', 'caller', 'no_tenant', 'unknown_tenant',
      'require_replayable', 'truncates_whole_table', 'replays_by_key', 'is_unique', 'replayed_rows',
      'audit_image', 'canonical_image', 'images_by_key', 'images_without_key', 'refuse_unrecorded_row',
      'compared_image', 'render_sql', 'audit_table_name', 'audit_table_of',
      'key_of_values', 'built_in_type', 'image_kind', 'recorded_id', 'recorded_id_type'])
    union all
    select c.capability, f.name
    from unnest(array['consumer', 'bound_consumer']) c (capability)
    cross join unnest(array[
      'fetch_events', 'batch_events', 'ack_events', 'consume_events', 'extend_lease', 'release_events', 'nack_event',
      'seek_consumer', 'replay_dead_letters', 'purge_dead_letters', 'dead_letters',
      'arm_doorbell', 'disarm_doorbell', 'consumer_lag']) f (name)
    union all
    select 'consumer', unnest(array['mark_outbox_processed', 'pending_outbox', 'outbox_stats'])
    union all
    select 'operator', unnest(array[
      'maintain', 'health_check', 'is_consumer_role', 'lock_class', 'doorbell_key', 'sleepers_key', 'doorbell_holds',
      'logs',
      'replay_dead_letters', 'purge_dead_letters', 'dead_letter_states',
      'consumer_lag', 'outbox_stats', 'audit_table_name'])
    union all
    select 'monitor', unnest(array['consumer_lag', 'outbox_stats'])
  ),
  table_of (capability, privilege, name) as (
    select 'reader', 'select', unnest(array[
      'mutation', 'mutation_entity', 'audited_table', 'v_audited_tables', 'v_my_access'])
    union all
    select 'consumer', 'select', unnest(array[
      'outbox', 'v_outbox_pending', 'v_outbox_stats', 'v_outbox_recent',
      'mutation_events', 'v_mutation_events_debezium',
      'consumer', 'consumer_retry', 'v_consumer_lag', 'v_dead_letters'])
    union all
    select 'bound_consumer', 'select', unnest(array['v_consumer_lag', 'v_dead_letters'])
    union all
    select 'operator', 'select', unnest(array[
      'consumer', 'v_consumer_lag', 'v_dead_letter_states', 'v_outbox_stats', 'v_audited_tables', 'audited_table'])
    union all
    select 'monitor', 'select', unnest(array['v_consumer_lag', 'v_outbox_stats'])
  ),
  history (name) as (
    select unnest(app.history_function_names(entity))
    from app.audited_table where storage = 'columns'
  ),
  audit (name) as (
    select unnest(app.view_names(entity) || app.audit_table_name(entity))
    from app.audited_table where storage = 'columns'
  )
  select 'usage', 'schema', 'app', nspacl
  from pg_namespace where nspname = 'app'
  union all
  select 'execute', 'function', p.oid::regprocedure::text, p.proacl
  from pg_proc p
  where p.pronamespace = 'app'::regnamespace
    and case when (('pg_proc'::regclass, p.oid) in (select m.classid, m.objid from member m)) then
        (p_capability in ('administrator', 'owner')
          and p.proname not in ('apply_new_access', 'restore_audited_table')
          -- Whoever is first to call an unpinned body in a session has it compiled under a path of its own. Only
          -- functions of the owner's rights call them.
          and (p_capability = 'owner' or p.proname = 'require_value' or p.proconfig::text like '%search_path=%'
            or p.prolang <> (select l.oid from pg_language l where l.lanname = 'plpgsql'))
          -- Only the triggers call these, which a restored dump leaves with the former owner.
          and (p_capability = 'owner' or p.proname not in ('given_mutation', 'store_given_mutation', 'note_touched')))
        or (p_capability, p.proname) in (select f.capability, f.name from function_of f)
        or p_capability = 'operator' and p.proname like 'health\_%'
      else p_capability in ('reader', 'administrator', 'owner') and p.proname in (select h.name from history h)
    end
  union all
  select r.privilege, 'table', c.oid::regclass::text, c.relacl
  from pg_class c
  cross join lateral (
    select t.privilege from table_of t where t.capability = p_capability and t.name = c.relname
      and ('pg_class'::regclass, c.oid) in (select m.classid, m.objid from member m)
    union all
    select 'select'
    where p_capability in ('administrator', 'owner')
        and ('pg_class'::regclass, c.oid) in (select m.classid, m.objid from member m)
        -- Row-level security does not hold every administrator.
        and (p_capability = 'owner' or c.relname not in ('mutation_key', 'mutation_touch'))
      or p_capability in ('reader', 'administrator', 'owner') and c.relname in (select a.name from audit a)) r
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v');
end;
