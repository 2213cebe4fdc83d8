-- app.require_audit_options(p_target app.audited_table, p_known app.audited_table) returns void
-- Refuses options of app.enable_audit_cascade that cannot hold together. Internal.
--   p_known  the earlier registration of the table, or of one of this entity name that is gone; null fields when there
--            is none
create function app.require_audit_options(p_target app.audited_table, p_known app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_other app.audited_table;
  v_hidden name[];
  v_needed name;
  v_tenant_type regtype;
  v_tenant_generated "char";
begin
  select * into v_other from app.audited_table t
  where (t.entity = p_target.entity or t.typename = p_target.typename)
    and t.relation not in (p_target.relation, coalesce(p_known.relation, 0));
  if found then
    raise exception using
      errcode = 'duplicate_object',
      message = format('p_entity %L is taken by %s', p_target.entity, v_other.relation),
      hint = format(
        'Pass another one: select app.enable_audit_cascade(%L, p_entity => ''other_name'').', p_target.relation);
  end if;
  if p_known.entity is not null and p_known.entity <> p_target.entity then
    raise exception using
      errcode = 'duplicate_object',
      message = format('p_entity of %s is %L already', p_target.relation, p_known.entity),
      hint = 'Leave p_entity out to keep its history under that name.';
  end if;
  perform
    app.require_columns(p_target.relation, 'p_key_columns', p_target.key_columns),
    app.require_columns(p_target.relation, 'p_ignore', p_target.ignored_columns),
    app.require_columns(p_target.relation, 'p_exclude', p_target.excluded_columns),
    app.require_columns(p_target.relation, 'p_redact', p_target.redacted_columns);
  -- A function takes 100 arguments, and an object two for each key column.
  if cardinality(p_target.key_columns) > 50 then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('p_key_columns names %s columns and may name 50', cardinality(p_target.key_columns)),
      hint = 'Pass the columns of a key: an index has 32 at most.';
  end if;
  v_hidden := p_target.excluded_columns || p_target.redacted_columns;
  if p_target.tenant_column <> '' then
    perform app.require_columns(p_target.relation, 'p_tenant_column', array[p_target.tenant_column]);
    select atttypid, attgenerated into v_tenant_type, v_tenant_generated from pg_attribute
    where attrelid = p_target.relation and attname = p_target.tenant_column;
    if v_tenant_type <> 'uuid'::regtype then
      raise exception using
        errcode = 'datatype_mismatch',
        message = format('p_tenant_column %I of %s is %s and must be uuid',
          p_target.tenant_column, p_target.relation, v_tenant_type),
        hint = 'Pass p_tenant_column => '''' to take the tenant from the context (app.tenant_id) instead.';
    end if;
    if v_tenant_generated = 'v' then
      raise exception using
        errcode = 'wrong_object_type',
        message = format('p_tenant_column %I of %s is a virtual generated column',
          p_target.tenant_column, p_target.relation),
        detail = 'Triggers do not see the values of virtual columns.',
        hint = 'Make it a stored generated column, or pass p_tenant_column => '''' to take the tenant from the context '
          '(app.tenant_id) instead.';
    end if;
  end if;
  foreach v_needed in array p_target.key_columns || p_target.tenant_column loop
    if v_needed = any (v_hidden) then
      raise exception using
        errcode = 'invalid_parameter_value',
        message = format('p_exclude or p_redact names %I, which is needed', v_needed),
        detail = 'It tells whose row this is: a key column or the tenant column.',
        hint = 'Take it out of p_exclude and p_redact.';
    end if;
  end loop;
  if 'deleted_at' = any (p_target.redacted_columns) then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_redact names deleted_at, which is needed',
      detail = 'Whether it is null tells whether the entity is soft-deleted.',
      hint = 'Take it out of p_redact, or pass p_exclude: then the entity is there until its row is deleted.';
  end if;
  if p_target.keep_unchanged and p_target.ignored_columns <> '{}' then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_keep_unchanged and p_ignore exclude each other',
      hint = 'Pass p_ignore => ''{}'' or p_keep_unchanged => false.';
  end if;
  if p_target.storage not in ('columns', 'embedded') then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('p_storage is %L', p_target.storage),
      hint = 'Use columns or embedded.';
  end if;
  if p_target.storage = 'embedded' then
    foreach v_needed in array '{_cascade,_mutation}'::name[] loop
      if app.has_columns(p_target.relation, array[v_needed]) and v_needed <> all (p_target.excluded_columns) then
        raise exception using
          errcode = 'duplicate_column',
          message = format('p_table %s has a column %I, where the embedded form keeps its own',
            p_target.relation, v_needed),
          detail = 'The cascade and the mutation are stored under these names in new_values.',
          hint = format('Rename the column, or pass p_exclude => %L, which leaves it out of the audit.',
            p_target.excluded_columns || v_needed);
      end if;
    end loop;
  end if;
  if p_known.storage <> p_target.storage then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('p_storage of %s is %s and cannot change', p_target.relation, p_known.storage),
      hint = 'Call app.disable_audit_cascade with p_drop_history => true first, if the history may go.';
  end if;
end
$function$;
