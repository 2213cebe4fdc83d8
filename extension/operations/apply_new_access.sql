-- app.apply_new_access() returns trigger
-- Grants the privileges of a new row of app.access_grant, whether it comes from a grant function or from a dump, where
-- the role of that name is meant. Internal.
-- Where a superuser restores a dump, the superuser owns the extension, and what was generated still belongs to the
-- former owner. Its row gives that role the rights of an administrator, and those that its audit triggers need.
create function app.apply_new_access() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  new.role_oid := (select oid from pg_roles where rolname = new.role_name);
  if exists (select from app.access_grant g where g.role_name = new.role_name and g.capability = new.capability) then
    return null; -- The old owner itself restores: CREATE EXTENSION has already written its row.
  end if;
  if new.role_name <> current_user then
    if new.capability = 'owner' and not coalesce(app.owns_objects(new.role_oid), false) then
      return null; -- Restored without owners.
    end if;
    if new.role_oid is not null then
      perform app.apply_rights(new.role_name, new.capability);
    end if;
  end if;
  return new;
end
$function$;

create trigger apply_new_access before insert on app.access_grant for each row execute function app.apply_new_access();
comment on trigger apply_new_access on app.access_grant is 'Applies a grant, including a restored one.';

-- app.find_replicated_role() returns trigger
-- Sets role_oid from role_name where logical replication changes a grant: it brings the oid of another cluster.
-- Internal.
create function app.find_replicated_role() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  new.role_oid := (select oid from pg_roles where rolname = new.role_name);
  return new;
end
$function$;

create trigger find_replicated_role before update on app.access_grant
for each row execute function app.find_replicated_role();
comment on trigger find_replicated_role on app.access_grant is 'Finds the role of a replicated grant.';
alter table app.access_grant enable always trigger apply_new_access, enable replica trigger find_replicated_role;

-- So that a dump contains the name of the owner. A superuser needs no rights wherever the dump is restored.
insert into app.access_grant (role_name, capability)
select rolname, 'owner' from pg_roles where rolname = current_user and not rolsuper;
