-- app.access_grant: the capabilities of roles, and the tenants of readers. The administrator maintains it through the
-- grant functions. Any session can forge a setting, so tenants are bound to the role; app.tenant_id is used for trusted
-- roles only.
create table app.access_grant (
  role_name name not null,
  capability text not null check (capability in (
    'writer', 'reader', 'consumer', 'bound_consumer', 'operator', 'monitor', 'administrator')),
  scope text not null default 'tenants' check (scope in ('tenants', 'session', 'all')),
  tenants uuid[] not null default '{}',
  consumers text[],
  primary key (role_name, capability)
);
select pg_catalog.pg_extension_config_dump('app.access_grant', '');

comment on table app.access_grant is 'The capabilities of roles, and the tenants of readers.';
comment on column app.access_grant.role_name is 'A role; its members have its capabilities too.';
comment on column app.access_grant.capability is
  'writer, reader, consumer, bound_consumer, operator, monitor or administrator.';
comment on column app.access_grant.consumers is 'For a bound consumer: the consumers it is for; else null.';
comment on column app.access_grant.scope is
  'For a reader: tenants (those listed), session (the tenant in app.tenant_id: only for roles trusted to set it), all.';
comment on column app.access_grant.tenants is
  'For scope tenants: the tenants whose rows the role reads; if empty, it reads the rows that belong to no tenant.';

-- app.v_my_access: the grants of the current role and of the roles it inherits from. The view runs with its owner's
-- rights, so that policies can read the caller's grants although the caller cannot read all grants.
create view app.v_my_access with (security_barrier = true) as
select g.capability, g.scope, g.tenants
from app.access_grant g
join pg_catalog.pg_roles r on r.rolname = g.role_name
where pg_catalog.pg_has_role(current_user, r.oid, 'usage');
comment on view app.v_my_access is 'The grants of the current role.';
