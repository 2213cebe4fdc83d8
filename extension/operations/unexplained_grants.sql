-- app.unexplained_grants(p_objects oid[] default null) returns table (privilege text, kind text, object text, grantee
--   text)
-- The privileges on the extension's objects, and on those generated for audited tables, that neither their owner has
-- nor app.rights explains: they were granted by hand or by default privileges. Internal.
--   p_objects        only on these tables and functions; null for all
--   privilege        with the column in parentheses if granted on one alone
--   kind and object  as in GRANT
--   grantee          a role, quoted where it must be, or public
-- A role that may replicate reads the logs from the write-ahead log anyway: connectors have both. The owner of a
-- partitioned table attaches its trigger function to new partitions.
create function app.unexplained_grants(p_objects oid[] default null)
returns table (privilege text, kind text, object text, grantee text)
language sql stable
set search_path = pg_catalog, pg_temp
begin atomic
  with member (classid, objid) as (
    select classid, objid from pg_depend
    where refclassid = 'pg_extension'::regclass
      and refobjid = (select oid from pg_extension where extname = 'specql_cdc')
      and deptype = 'e'
  ),
  -- An audit table of the embedded form is not ours.
  generated (relations, functions) as (
    select
      array(
        select unnest(app.view_names(t.entity)
          || case t.storage when 'columns' then app.audit_table_name(t.entity) end)
        from app.audited_table t),
      array(
        select unnest(app.history_function_names(t.entity)
          || array[app.trigger_function_name(t.entity), app.collect_function_name(t.entity)])
        from app.audited_table t)
  ),
  relation (oid, kind, owner, acl) as (
    select c.oid, case c.relkind when 'S' then 'sequence' else 'table' end, c.relowner, c.relacl
    from pg_class c
    where c.relnamespace = 'app'::regnamespace and c.relkind in ('r', 'p', 'v', 'S')
      and (p_objects is null or c.oid = any (p_objects))
      and (('pg_class'::regclass, c.oid) in (select m.classid, m.objid from member m)
        or c.relname = any ((select g.relations from generated g)::name[]))
  ),
  object (kind, name, columns, owner, acl) as (
    select r.kind, r.oid::regclass::text, '', r.owner, r.acl from relation r
    union all
    select r.kind, r.oid::regclass::text, format(' (%I)', c.attname), r.owner, c.attacl
    from relation r join pg_attribute c on c.attrelid = r.oid and c.attacl is not null
    union all
    select 'function', p.oid::regprocedure::text, '', p.proowner, coalesce(p.proacl, acldefault('f', p.proowner))
    from pg_proc p
    where p.pronamespace = 'app'::regnamespace
      and (p_objects is null or p.oid = any (p_objects))
      and (('pg_proc'::regclass, p.oid) in (select m.classid, m.objid from member m)
        or p.proname = any ((select g.functions from generated g)::name[]))
    union all
    select 'type', t.oid::regtype::text, '', t.typowner, coalesce(t.typacl, acldefault('T', t.typowner))
    from pg_type t where t.oid = 'app.no_column'::regtype and p_objects is null
  ),
  granted (privilege, kind, object, grantee) as (
    select distinct lower(a.privilege_type) || o.columns, o.kind, o.name, a.grantee
    from object o cross join aclexplode(o.acl) a
    where a.grantee <> o.owner
  ),
  -- Only of the roles that were granted something: the rights of a capability take a while to list.
  explained (role, privilege, object) as (
    select g.role_oid, r.privilege, r.object
    from (
      select role_oid, capability from app.access_grant
      union all
      select oid, 'monitor' from pg_roles where rolname = 'pg_monitor') g
    cross join lateral app.rights(g.capability) r
    where g.role_oid in (select grantee from granted)
    union all
    select r.oid, 'select', format('app.%s', l.log)
    from pg_roles r cross join unnest(app.logs()) l (log)
    where r.rolreplication
    union all
    select c.relowner, 'execute', app.trigger_function_of(t.entity)::text
    from app.audited_table t join pg_class c on c.oid = t.relation and c.relkind = 'p'
  )
  select g.privilege, g.kind, g.object, coalesce(quote_ident(r.rolname), 'public')
  from granted g
  left join pg_roles r on r.oid = g.grantee
  where (g.grantee, g.privilege, g.object) not in (select e.role, e.privilege, e.object from explained e);
end;

-- app.close_access(p_objects oid[] default null, p_grantee text default null) returns void
-- Revokes what app.unexplained_grants returns. Internal; the health check names it, and what is made while default
-- privileges grant something is closed with it. It runs with the rights of the extension's owner.
--   p_objects  only on these tables and functions; null for all
--   p_grantee  only from this one, as app.unexplained_grants names it; null for all
create function app.close_access(p_objects oid[] default null, p_grantee text default null) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $function$
declare
  v_grant record;
begin
  for v_grant in
    select u.* from app.unexplained_grants(p_objects) u where u.grantee = p_grantee or p_grantee is null
  loop
    execute format('revoke %s on %s %s from %s cascade',
      v_grant.privilege, v_grant.kind, v_grant.object, v_grant.grantee);
  end loop;
end
$function$;
