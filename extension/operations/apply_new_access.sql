-- app.apply_new_access() returns trigger
-- Grants the privileges of a new row of app.access_grant, whether it comes from a grant function or from a dump.
-- Internal.
-- A dump contains the grants, but not the rights that the owner of the extension had as its owner, and the restoring
-- role owns the extension then. The row gives the old owner, whose audit triggers must keep working, the rights of an
-- administrator.
create function app.apply_new_access() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (select from app.access_grant g where g.role_name = new.role_name and g.capability = new.capability) then
    return null; -- The old owner itself restores: CREATE EXTENSION has already written its row.
  end if;
  if new.role_name <> current_user and exists (select from pg_roles where rolname = new.role_name) then
    perform app.apply_rights(new.role_name, new.capability);
  end if;
  return new;
end
$function$;

create trigger apply_new_access before insert on app.access_grant for each row execute function app.apply_new_access();
comment on trigger apply_new_access on app.access_grant is 'Applies a grant, including a restored one.';

-- The owner is an administrator by name too, so that a dump contains its name. A superuser needs no grant wherever the
-- dump is restored.
insert into app.access_grant (role_name, capability)
select rolname, 'administrator' from pg_roles where rolname = current_user and not rolsuper;
