-- app.health_ownership() returns table (status text, detail text, hint text)
-- Reports who could put code into schema app, what is in it that neither the extension nor its owner made, and
-- privileges that no grant function granted. Internal; a row for each finding. A function there may be a better match
-- for a call of ours, and would run as the caller.
create function app.health_ownership() returns table (status text, detail text, hint text)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_schema oid := 'app'::regnamespace;
  v_owner oid := (select extowner from pg_extension where extname = 'specql_cdc');
begin
  return query
  select 'error', format('schema app belongs to %I, and the extension to %I', pg_get_userbyid(n.nspowner),
      pg_get_userbyid(v_owner)),
    format('Run: alter schema app owner to %I.', pg_get_userbyid(v_owner))
  from pg_namespace n where n.oid = v_schema and n.nspowner <> v_owner
  union all
  select 'error', format('%s may create objects in schema app', coalesce(quote_ident(r.rolname), 'public')),
    format('Run: revoke create on schema app from %s.', coalesce(quote_ident(r.rolname), 'public'))
  from pg_namespace n
  cross join aclexplode(n.nspacl) a
  left join pg_roles r on r.oid = a.grantee
  where n.oid = v_schema and a.privilege_type = 'CREATE' and a.grantee not in (n.nspowner, v_owner)
  union all
  select case when r.rolsuper then 'warning' else 'error' end, format('%s belongs to %I', o.name, r.rolname),
    format('Look what it is: drop it, or give it to %I.', pg_get_userbyid(v_owner))
  from (
    select pg_describe_object('pg_class'::regclass, c.oid, 0) as name, c.relowner as owner
    from pg_class c where c.relnamespace = v_schema and c.relkind not in ('i', 'I', 't')
    union all
    select pg_describe_object('pg_proc'::regclass, p.oid, 0), p.proowner from pg_proc p where p.pronamespace = v_schema
    union all
    select pg_describe_object('pg_operator'::regclass, op.oid, 0), op.oprowner
    from pg_operator op where op.oprnamespace = v_schema
    union all
    select pg_describe_object('pg_type'::regclass, t.oid, 0), t.typowner
    from pg_type t
    where t.typnamespace = v_schema and t.typrelid = 0
      and not exists (select from pg_type e where e.typarray = t.oid)
    union all
    select pg_describe_object('pg_collation'::regclass, c.oid, 0), c.collowner
    from pg_collation c where c.collnamespace = v_schema) o
  join pg_roles r on r.oid = o.owner
  where o.owner <> v_owner
    and not exists (select from app.access_grant g where g.capability = 'owner' and g.role_oid = o.owner)
  union all
  select case when bool_and(u.privilege like 'select%') then 'warning' else 'error' end,
    format('%s was granted %s, which is no part of its access', u.grantee,
      case when count(*) > 5 then format('%s privileges on objects of the extension', count(*))
        else string_agg(format('%s on %s', u.privilege, u.object), ', ' order by u.object, u.privilege) end),
    'Run: select app.close_access(). It takes away all such privileges. '
      'If default privileges are the reason, revoke those too.'
  from app.unexplained_grants() u
  group by u.grantee
  union all
  select 'warning', format('the extension was reassigned to %I', current_owner.rolname),
    'A dump would name its former owner. Run: select app.apply_access().'
  from pg_roles current_owner
  where current_owner.oid = v_owner and not current_owner.rolsuper
    and not exists (
      select from app.access_grant g where g.capability = 'owner' and g.role_oid = v_owner);
end
$function$;
