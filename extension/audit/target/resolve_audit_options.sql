-- app.resolve_audit_options(...) returns app.audited_table
-- Completes and checks the options of app.enable_audit_cascade. Internal. Each is as given, else as an earlier call
-- chose it, else its default. Parameters and errors are those of app.enable_audit_cascade. Options are passed by name.
create function app.resolve_audit_options(
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
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_known app.audited_table;
  v_target app.audited_table;
begin
  select * into v_known from app.audited_table where relation = p_table;
  if v_known.entity is null then
    v_known := app.replaced_table(p_table, p_entity);
  end if;
  v_target.entity := case
    when p_entity is null and v_known.entity is not null then v_known.entity
    else app.entity_of(p_table, p_entity) end;
  -- A table that was dropped and made anew goes on as it was.
  if v_known.entity is null then
    select * into v_known from app.audited_table t
    where t.entity = v_target.entity and not exists (select from pg_class where oid = t.relation);
  end if;
  v_target.relation := p_table;
  v_target.typename := app.pascal_case(v_target.entity);
  v_target.relation_name := p_table::text;
  v_target.key_columns := coalesce(
    p_key_columns, case when v_known.relation = p_table then app.renamed_key(v_known) end, v_known.key_columns, '{}');
  -- A key found by itself is looked for again: the table may have got a better one, or a column of it another name.
  if p_key_columns is null and (
    v_known.entity is null or v_known.key_columns = '{}' or not app.has_columns(p_table, v_target.key_columns))
  then
    v_target.key_columns := app.key_columns(p_table);
  end if;
  if p_tenant_column is null then
    perform app.require_tenant_column(p_table, v_known.tenant_column);
  end if;
  v_target.tenant_column := coalesce(p_tenant_column, v_known.tenant_column,
    case when app.has_columns(p_table, '{tenant_id}') then 'tenant_id' end);
  v_target.ignored_columns := coalesce(p_ignore, v_known.ignored_columns, '{}');
  v_target.excluded_columns := coalesce(p_exclude, v_known.excluded_columns, '{}');
  v_target.redacted_columns := coalesce(p_redact, v_known.redacted_columns, '{}');
  v_target.keep_unchanged := coalesce(p_keep_unchanged, v_known.keep_unchanged, false);
  v_target.replica := coalesce(p_replica, v_known.replica, false);
  v_target.storage := coalesce(p_storage, v_known.storage, 'columns');
  v_target.level := case
    when app.is_unique(p_table, v_target.key_columns) and not v_target.replica
      and (select relkind from pg_class where oid = p_table) = 'r'
      and not exists (select from pg_inherits where inhparent = p_table or inhrelid = p_table)
      -- What foreign keys set in one statement shares its transition tables, and may be one row twice.
      and not exists (
        select from pg_constraint
        where conrelid = p_table and contype = 'f'
          and (confdeltype in ('n', 'd') or confupdtype in ('c', 'n', 'd')))
      then 'statement'
    else 'row' end;
  v_target.enabled := true;
  v_target.enabled_at := now();
  v_target.enabled_by := app.caller();
  v_target.owner_name := (select pg_get_userbyid(relowner) from pg_class where oid = p_table);
  perform app.require_audit_options(v_target, v_known);
  v_target.once_hidden := array(
    select distinct name
    from unnest(
      v_known.once_hidden || v_known.excluded_columns || v_known.redacted_columns || v_target.excluded_columns
      || v_target.redacted_columns) name
    order by name);
  return v_target;
end
$function$;

-- app.replaced_table(p_table regclass, p_entity text) returns app.audited_table
-- The registration of the table whose place another one took, by its name: after an online schema change, or after it
-- was dropped and made again. Internal. Only of the same owner; null fields when there is none.
--   p_entity  the entity name that was asked for; null for none
create function app.replaced_table(p_table regclass, p_entity text) returns app.audited_table
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select t from app.audited_table t join pg_class c on c.oid = p_table
  where t.relation_name = p_table::text and t.relation <> p_table and t.owner_oid = c.relowner
    -- It may have been given away since that was noted.
    and not exists (select from pg_class f where f.oid = t.relation and f.relowner <> c.relowner)
    and (p_entity is null or app.entity_of(p_table, p_entity) = t.entity)
  order by t.enabled desc, t.enabled_at desc limit 1);

-- app.has_columns(p_relation regclass, p_columns name[]) returns boolean
-- Whether a table has all of these columns; false when one of them is null. Internal.
create function app.has_columns(p_relation regclass, p_columns name[]) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select coalesce(bool_and(exists (
    select from pg_attribute where attrelid = p_relation and attname = c and attnum > 0 and not attisdropped)), true)
  from unnest(p_columns) c);
