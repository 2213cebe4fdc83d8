-- app.protect_audit_table(p_target app.audited_table) returns void
-- Sets the rights on an audit table, and its row-level security. Internal. A reader sees the rows of the tenants it may
-- read. The owner, whose triggers write here, is not bound by it. Nobody else writes, or puts a trigger on it that
-- would run with the owner's rights. A table of the embedded form may not be altered and stays closed to readers; what
-- others could write before they still can.
create function app.protect_audit_table(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_table text := format('app.%I', app.audit_table_name((p_target).entity));
  v_writes text[] := array['TRIGGER', 'REFERENCES'] || case (p_target).storage
    when 'columns' then array['INSERT', 'UPDATE', 'DELETE', 'TRUNCATE'] else '{}' end;
  v_given record;
begin
  execute format('revoke all on table %s from public', v_table);
  for v_given in
    select distinct a.privilege_type as privilege, r.rolname as role
    from (
      select relacl as acl from pg_class where oid = v_table::regclass
      union all
      select attacl from pg_attribute where attrelid = v_table::regclass) granted
    cross join aclexplode(granted.acl) a
    join pg_roles r on r.oid = a.grantee
    where a.privilege_type = any (v_writes) and r.rolname <> current_user
  loop
    execute format('revoke %s on table %s from %I cascade', v_given.privilege, v_table, v_given.role);
  end loop;
  if (p_target).storage = 'columns' then
    if not (select relrowsecurity from pg_class where oid = v_table::regclass) then
      execute format('alter table %s enable row level security', v_table);
    end if;
    for v_given in
      select polname as name from pg_policy where polrelid = v_table::regclass and polname <> 'specql_reader'
    loop
      execute format('drop policy %I on %s', v_given.name, v_table);
    end loop;
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

-- app.drop_reader_policy(p_target app.audited_table) returns void
-- Drops the policy of readers from an audit table that auditing takes over, as it may say anything there. Internal;
-- before the table is registered. app.protect_audit_table makes it anew.
create function app.drop_reader_policy(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if (p_target).storage = 'columns' and not app.is_registered(p_target) then
    execute format('drop policy if exists specql_reader on app.%I', app.audit_table_name((p_target).entity));
  end if;
end
$function$;
