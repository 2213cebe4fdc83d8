-- app.apply_new_access() returns trigger
-- A row of app.access_grant applies its rights where it arrives, by a grant function or from a dump. Internal. A dump
-- carries what was granted, but nothing of what the owner of the extension had as its owner, and whoever restores owns
-- the extension then: this gives the old owner, whose audit triggers must go on working, the rights of an
-- administrator.
create function app.apply_new_access() returns trigger
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if exists (select from app.access_grant g where g.role_name = new.role_name and g.capability = new.capability) then
    return null; -- Restored by the old owner itself: CREATE EXTENSION wrote its row already.
  end if;
  if new.role_name <> current_user and exists (select from pg_roles where rolname = new.role_name) then
    perform app.apply_rights(new.role_name, new.capability);
  end if;
  return new;
end
$function$;

create trigger apply_new_access before insert on app.access_grant for each row execute function app.apply_new_access();
comment on trigger apply_new_access on app.access_grant is 'Applies a grant, also one that comes from a dump.';

-- The owner is an administrator by name too, so that a dump says who it was. A superuser needs no grant wherever the
-- dump goes.
insert into app.access_grant (role_name, capability)
select rolname, 'administrator' from pg_roles where rolname = current_user and not rolsuper;
