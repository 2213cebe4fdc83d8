-- app.protect_audit_table(p_target app.audited_table) returns void
-- Sets the row-level security of an audit table. Internal. A reader sees the rows of the tenants it may read. The owner,
-- whose triggers write here, is not bound by it. A table of the embedded form may not be altered and stays closed to
-- readers.
create function app.protect_audit_table(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table text := format('app.%I', 'audit_' || (p_target).entity);
begin
  execute format('revoke all on table %s from public', v_table);
  if (p_target).storage = 'columns' then
    if not (select relrowsecurity from pg_class where oid = v_table::regclass) then
      execute format('alter table %s enable row level security', v_table);
    end if;
    if not exists (select from pg_policy where polrelid = v_table::regclass and polname = 'specql_reader') then
      execute app.render_sql($sql$
        create policy specql_reader on {table} for select using (
          (select app.reads_all_tenants())
          or coalesce(tenant_id, app.no_tenant())
            = any ((select app.readable_tenants())::uuid[]))
      $sql$, jsonb_build_object('table', v_table));
    end if;
  end if;
end
$function$;
