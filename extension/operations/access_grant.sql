-- app.access_grant: the capabilities of roles, and the tenants of readers. The administrator maintains it through the
-- grant functions. Any session can forge a setting, so tenants are bound to the role; app.tenant_id is used for trusted
-- roles only. A grant follows the role and not its name: a role that was dropped and made again has nothing. A dump
-- knows roles by name only, so it leaves out what no longer has the name it was granted to.
create table app.access_grant (
  role_name name not null,
  capability text not null check (capability in (
    'writer', 'reader', 'consumer', 'bound_consumer', 'operator', 'monitor', 'administrator', 'owner')),
  scope text not null default 'tenants' check (scope in ('tenants', 'session', 'all')),
  tenants uuid[] not null default '{}',
  consumers text[],
  role_oid oid,
  primary key (role_name, capability)
);
select pg_catalog.pg_extension_config_dump('app.access_grant',
  'where role_oid = (select r.oid from pg_catalog.pg_roles r where r.rolname = role_name)');

comment on table app.access_grant is 'The capabilities of roles, and the tenants of readers.';
comment on column app.access_grant.role_name is
  'A role; its members have its capabilities too. app.apply_access writes its new name when it was renamed.';
comment on column app.access_grant.capability is
  'writer, reader, consumer, bound_consumer, operator, monitor or administrator; owner: who owns the extension, or did '
  'where a dump of it was made.';
comment on column app.access_grant.consumers is 'For a bound consumer: the consumers it is for; else null.';
comment on column app.access_grant.scope is
  'For a reader: tenants (those listed), session (the tenant in app.tenant_id: only for roles trusted to set it), all.';
comment on column app.access_grant.tenants is
  'For scope tenants: the tenants whose rows the role reads; if empty, it reads the rows that belong to no tenant.';
comment on column app.access_grant.role_oid is
  'The role that was granted; null when there was none of this name where a dump was restored.';

-- app.owns_objects(p_role oid) returns boolean
-- Whether a role owns anything in schema app. Internal. A former owner that does not is one no longer: what it had was
-- given to another role.
create function app.owns_objects(p_role oid) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return exists (select from pg_class where relnamespace = 'app'::regnamespace and relowner = p_role)
  or exists (select from pg_proc where pronamespace = 'app'::regnamespace and proowner = p_role);

-- app.v_my_access: the grants of the current role and of the roles it inherits from. The view runs with its owner's
-- rights, so that policies can read the caller's grants although the caller cannot read all grants.
create view app.v_my_access with (security_barrier = true) as
select g.capability, g.scope, g.tenants
from app.access_grant g
join pg_catalog.pg_roles r on r.oid = g.role_oid
where case
  when not pg_catalog.pg_has_role(current_user, r.oid, 'usage') then false
  when g.capability = 'owner' then app.owns_objects(r.oid)
  else true end;
comment on view app.v_my_access is 'The grants of the current role.';
