-- app.require_auditable(p_relation regclass) returns void
-- Refuses a table that cannot be audited. Internal.
-- Errors: 22004 for null; 42809 for a view, foreign, temporary or other relation that is no table, and for a partition
--   of another table; 42501 for a system catalogue, a table of this extension, and an audit table.
create function app.require_auditable(p_relation regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_class record;
begin
  perform app.require_value('p_table', p_relation::text);
  select c.relkind, c.relpersistence, c.relispartition, n.nspname as schema,
    (select inhparent::regclass from pg_inherits where inhrelid = c.oid limit 1) as parent
  into v_class
  from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.oid = p_relation;
  if not found then
    raise exception using
      errcode = 'undefined_table',
      message = format('p_table names no table: %s', p_relation),
      hint = 'Pass the name of an existing table.';
  end if;
  if v_class.relkind not in ('r', 'p') then
    raise exception using
      errcode = 'wrong_object_type',
      message = format('p_table %s is %s and cannot be audited', p_relation, case v_class.relkind
        when 'v' then 'a view' when 'm' then 'a materialized view' when 'f' then 'a foreign table'
        when 'S' then 'a sequence' when 'i' then 'an index' else 'no table' end),
      hint = 'Audit the tables behind it.';
  end if;
  if v_class.relpersistence = 't' then
    raise exception using
      errcode = 'wrong_object_type',
      message = format('p_table %s is a temporary table and cannot be audited', p_relation),
      hint = 'Audit a permanent table; a temporary one ends with its session.';
  end if;
  if v_class.relispartition then
    raise exception using
      errcode = 'wrong_object_type',
      message = format('p_table %s is a partition', p_relation),
      hint = format('Audit the partitioned table, all its partitions are covered: select app.enable_audit_cascade(%L).',
        v_class.parent);
  end if;
  if v_class.schema in ('pg_catalog', 'information_schema', 'pg_toast')
    or exists (select from pg_depend where classid = 'pg_class'::regclass and objid = p_relation and deptype = 'e')
  then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('p_table %s belongs to the system or to an extension and cannot be audited', p_relation),
      hint = 'Audit tables of your own.';
  end if;
  if v_class.schema = 'app' and exists (
    select from app.audited_table t where app.audit_table_of(t.entity) = p_relation)
  then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('p_table %s is an audit table itself', p_relation),
      hint = 'Audit the table whose history it holds.';
  end if;
end
$function$;
