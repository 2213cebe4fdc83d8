-- app.create_audit_table(p_target app.audited_table) returns void
-- Creates app.audit_<entity>, or adds what an older one lacks, keeping its rows. Internal.
-- An audit table with storage = embedded is left as it is.
-- Errors: those of app.require_audit_table, app.require_audit_constraints and app.reconcile_entity_id_type; 42P01 when
-- storage is embedded and there is no audit table.
create function app.create_audit_table(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_name text := format('app.%I', app.audit_table_name((p_target).entity));
  v_id_type text := app.entity_id_type((p_target).relation, (p_target).key_columns);
  v_existing regclass := to_regclass(v_name);
begin
  if (p_target).storage = 'embedded' then
    if v_existing is null then
      raise exception using
        errcode = 'undefined_table',
        message = format('p_storage is embedded, but %s does not exist', v_name),
        hint = 'The embedded form is for an audit table you already have; leave p_storage out to have one created.';
    end if;
    perform
      app.require_audit_table(v_existing, 'embedded', v_id_type),
      app.require_audit_constraints(p_target, v_existing);
    return;
  end if;

  if v_existing is null then
    execute app.render_sql($sql$
      create table {table} (
        audit_id uuid primary key default app.uuidv7(),
        {columns}
      );
      alter table {table} alter column operation_type set not null, alter column changed_at set not null
    $sql$, jsonb_build_object(
      'table', v_name,
      'columns', (
        select string_agg(concat_ws(' ', quote_ident(name), type, 'default ' || definition), ', ' order by position)
        from rows from (app.audit_columns(v_id_type)) with ordinality c (name, type, definition, position))));
    -- Of a table that was audited before, the audit rows are gone.
    update app.audited_table set complete_since = 'infinity' where entity = (p_target).entity;
  else
    v_id_type := app.reconcile_entity_id_type(p_target, v_existing);
    perform
      app.require_audit_table(v_existing, 'columns', v_id_type),
      app.require_audit_constraints(p_target, v_existing);
    perform app.complete_audit_table(v_existing, v_id_type);
  end if;
  perform app.create_audit_indexes((p_target).entity);
  perform app.create_removal_triggers(v_name::regclass, (p_target).entity);
  execute format('comment on table %s is %L',
    v_name, format('Audit trail of %s, written by its triggers.', (p_target).relation));
end
$function$;
