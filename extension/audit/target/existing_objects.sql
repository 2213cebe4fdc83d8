-- app.existing_objects(p_target app.audited_table) returns table (
--   kind text, object oid, name text, owner oid, ours boolean)
-- The objects that already have a name that enabling an entity creates or takes over. Internal.
--   owner  null for a trigger, which belongs to its table
--   ours   whether auditing made it, this version or an older one, so that it may be replaced; a table of the name of
--          the audit table is looked at by app.require_audit_table
-- A registry row says nothing of who made what: objects are known by the audit table they read or write.
create function app.existing_objects(p_target app.audited_table) returns table (
  kind text, object oid, name text, owner oid, ours boolean
)
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_entity text := (p_target).entity;
  v_schema oid := 'app'::regnamespace;
  v_table oid := app.audit_table_of(v_entity);
  v_trigger_function oid := app.trigger_function_of(v_entity);
  v_known boolean := v_table is not null or exists (select from app.audited_table t where t.entity = v_entity);
begin
  return query
  select
    case c.relkind
      when 'v' then 'view' when 'm' then 'materialized view' when 'f' then 'foreign table'
      when 'i' then 'index' when 'I' then 'index' when 'S' then 'sequence' when 'c' then 'type'
      else 'table' end,
    c.oid, format('app.%I', c.relname), c.relowner,
    case wanted.kind
      when 'table' then true
      -- The rule of a view depends on what it reads.
      when 'view' then c.relkind = 'v' and exists (
        select from pg_rewrite r join pg_depend d on d.classid = 'pg_rewrite'::regclass and d.objid = r.oid
        where r.ev_class = c.oid and d.refclassid = 'pg_class'::regclass and d.refobjid = v_table)
      else exists (select from pg_index i where i.indexrelid = c.oid and i.indrelid = v_table) end
  from (
    select 'table' as kind, app.audit_table_name(v_entity) as name
    union all
    select 'view', unnest(app.view_names(v_entity))
    union all
    select 'index', 'idx_audit_' || v_entity || suffix
    from unnest(array['_entity_id', '_transaction_id', '_changed_at', '_cascade_entities']) suffix
    where (p_target).storage = 'columns') wanted
  join pg_class c on c.relnamespace = v_schema and c.relname = wanted.name
  union all
  select 'partition', c.oid, c.oid::regclass::text, c.relowner, true
  from (
    with recursive part (oid) as (
      select inhrelid from pg_inherits where inhparent = v_table
      union
      select i.inhrelid from pg_inherits i join part p on p.oid = i.inhparent)
    select oid from part) p
  join pg_class c on c.oid = p.oid
  union all
  -- A relation has a type of its name; what is no relation would still be in its way.
  select 'type', t.oid, format('app.%I', t.typname), t.typowner, false
  from pg_type t
  where t.typnamespace = v_schema and t.typrelid = 0
    and t.typname = any (app.view_names(v_entity) || app.audit_table_name(v_entity))
  union all
  select 'function', p.oid, p.oid::regprocedure::text, p.proowner,
    v_known and p.prokind = 'f'
      and coalesce(pg_get_function_sqlbody(p.oid), p.prosrc) ~* format(E'\\m%s\\M', app.audit_table_name(v_entity))
      and case
        when p.proname = app.trigger_function_name(v_entity) then p.prorettype = 'trigger'::regtype
        when p.proname = app.collect_function_name(v_entity) then p.prorettype = 'app.change[]'::regtype
        else p.proretset and p.prorettype = 'record'::regtype end
  from pg_proc p
  where p.pronamespace = v_schema
    and (p.oid = v_trigger_function
      or p.proname = any (app.history_function_names(v_entity) || app.collect_function_name(v_entity)))
  union all
  select 'trigger', t.oid, format('%I on %s', t.tgname, t.tgrelid::regclass), null::oid, false
  from app.covered_relations(p_target) r (relation)
  join pg_trigger t on t.tgrelid = r.relation
  where t.tgname in (
      select app.trigger_name(v_entity, own.name)
      from unnest(array['insert', 'update', 'delete', 'inner', 'row', 'truncate']) own (name))
    and t.tgfoid <> 'app.note_change_time()'::regprocedure and t.tgfoid is distinct from v_trigger_function;
end
$function$;
