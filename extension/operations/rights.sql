-- app.rights(p_capability text) returns setof text
-- What a capability may do with the objects of the extension, the one place where it is declared: 'select on app.x', 'execute on function ...'. Internal.
create function app.rights(p_capability text) returns setof text
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  select 'execute on function ' || p.oid::regprocedure
  from pg_proc p
  where p.pronamespace = 'app'::regnamespace
    and case p_capability
      when 'writer' then p.proname in (
        'begin_mutation', 'end_mutation', 'current_cascade', 'cascade_entity', 'cascade_deleted',
        'write_outbox_event', 'write_outbox_events', 'log_cdc_event', 'build_mutation_response',
        'snake_case', 'require_value', 'context_text', 'context_uuid', 'parse_context_uuid', 'refuse_setting')
      when 'reader' then p.proname in (
        'get_mutations_affecting_entity', 'get_transaction_changes', 'reads_all_tenants', 'readable_tenants',
        'require_value', 'context_text', 'context_uuid', 'parse_context_uuid', 'refuse_setting',
        'affected_count', 'list_length', 'cascade_entities', 'audit_value')
        or p.proname in (
          select unnest(array['get_' || entity || '_audit_history', 'get_' || entity || '_audit_history_with_cascade']) from app.audited_table)
      when 'consumer' then p.proname in ('mark_outbox_processed')
      when 'administrator' then true
    end
  union all
  select case p_capability when 'administrator' then 'all' else 'select' end || case c.relkind when 'S' then ' on sequence ' else ' on table ' end || c.oid::regclass
  from pg_class c
  where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
    and case p_capability
      when 'reader' then c.relname in ('mutation', 'audited_table', 'v_audited_tables', 'v_my_access')
        or c.relname in (
          select unnest(array['audit_' || entity, 'v_' || entity || '_cascade_audit', 'v_' || entity || '_recent_cascade_mutations'])
          from app.audited_table where storage = 'columns')
      when 'consumer' then c.relname in ('outbox', 'mutation_events', 'v_outbox_pending', 'v_outbox_stats', 'v_outbox_recent', 'v_mutation_events_debezium')
      when 'administrator' then true
      else false
    end;
end;
revoke all on function app.rights(text) from public;
comment on function app.rights(text) is 'Internal: what a capability may do with the objects of the extension.';
