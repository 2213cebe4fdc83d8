-- app.grant_reader(p_role name, p_tenants uuid[] default '{}', p_scope text default 'tenants') returns void
-- Makes a role a reader of audit history and mutations, including those of tables audited later.
--   p_role     an existing role; its members are readers too
--   p_tenants  the tenants whose rows it reads; if empty, it reads the rows that belong to no tenant
--   p_scope    tenants (those of p_tenants, whatever the session sets), session (the tenant in app.tenant_id: only for
--              a role that is trusted to set it, like the role of an application, never for people who run their own
--              SQL), all (every tenant)
-- Granting again replaces the tenants and the scope.
-- Errors: 42704 when there is no such role; 22023 for an unknown scope, or for tenants with another scope; 22004 for a
--   null tenant; 22023 for the largest uuid, which stands for an unknown tenant.
create function app.grant_reader(
  p_role name, p_tenants uuid[] default '{}', p_scope text default 'tenants'
) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if p_scope is null
    or p_scope not in ('tenants', 'session', 'all')
    or (p_scope <> 'tenants' and cardinality(p_tenants) > 0)
  then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('p_scope %L cannot be used%s',
        p_scope, case when cardinality(p_tenants) > 0 then ' together with p_tenants' end),
      hint = 'Use tenants (with p_tenants), session or all.';
  end if;
  if p_tenants is null or array_position(p_tenants, null) is not null then
    raise exception using
      errcode = 'null_value_not_allowed', message = 'p_tenants has no value or a null in it',
      hint = 'List tenant ids, or leave p_tenants out for rows that belong to no tenant.';
  end if;
  if app.unknown_tenant() = any (p_tenants) then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = 'p_tenants names the unknown tenant',
      detail = format('%s stands for rows whose tenant cannot be told.', app.unknown_tenant()),
      hint = 'Grant the role p_scope => ''all'' if it may read them.';
  end if;
  perform app.register_access(p_role, 'reader', p_scope, p_tenants);
end
$function$;
