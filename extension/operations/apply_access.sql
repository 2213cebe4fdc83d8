-- app.apply_access() returns void
-- Grants every role in app.access_grant the privileges it lacks, takes from PUBLIC what it was given, and writes the
-- new names of roles that were renamed. Call it for objects that were created later or lost their privileges, after a
-- restore without them, and after REASSIGN OWNED. It runs with the rights of the extension's owner.
create function app.apply_access() returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- Concurrent calls would update the same catalogue rows.
  lock table app.access_grant in share row exclusive mode;
  delete from app.access_grant g
  where g.capability = 'owner' and g.role_oid is not null and not app.owns_objects(g.role_oid);
  perform app.follow_renames();
  insert into app.access_grant (role_name, capability)
  select rolname, 'owner' from pg_roles where rolname = current_user and not rolsuper
    and not exists (select from app.access_grant g where g.role_name = rolname and g.capability = 'owner');
  perform app.apply_grants();
  perform app.close_access(p_grantee => 'public');
end
$function$;

-- app.follow_renames() returns void
-- Writes the new names of roles that were renamed. Internal; under the lock of app.access_grant.
create function app.follow_renames() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  -- In two steps, as roles may have swapped their names; no role is called like the first.
  update app.access_grant g set role_name = format('%s was renamed', g.role_oid)
  from pg_roles r where r.oid = g.role_oid and r.rolname <> g.role_name;
  -- A role that is gone stands in the way of one that has its name now.
  delete from app.access_grant g
  using app.access_grant renamed
  join pg_roles r on r.oid = renamed.role_oid and r.rolname <> renamed.role_name
  where g.role_name = r.rolname and g.capability = renamed.capability
    and not exists (select from pg_roles o where o.oid = g.role_oid);
  update app.access_grant g set role_name = r.rolname
  from pg_roles r where r.oid = g.role_oid and r.rolname <> g.role_name;
end
$function$;
