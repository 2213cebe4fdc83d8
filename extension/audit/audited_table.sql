-- app.audited_table: what is audited, and how. One row per entity; disabling keeps the row, so that enabling again
-- continues the history.
create table app.audited_table (
  entity text primary key check (entity ~ '^[a-z][a-z0-9_]{0,31}$'),
  typename text not null unique,
  relation regclass not null unique,
  key_columns name[] not null,
  tenant_column name,
  ignored_columns name[] not null default '{}',
  excluded_columns name[] not null default '{}',
  redacted_columns name[] not null default '{}',
  keep_unchanged boolean not null default false,
  replica boolean not null default false,
  storage text not null default 'columns' check (storage in ('columns', 'embedded')),
  level text not null check (level in ('statement', 'row')),
  enabled boolean not null default true,
  enabled_at timestamptz not null default now(),
  enabled_by text not null default app.caller(),
  owner_name name,
  baseline_at timestamptz,
  complete_since timestamptz,
  once_hidden name[] not null default '{}',
  relation_name text,
  key_numbers smallint[],
  owner_oid oid
);
-- The row of a dropped table is not dumped: it would come back with the oid that is all it has left, which may be
-- another table's there.
select pg_catalog.pg_extension_config_dump('app.audited_table', $$where relation::text !~ '^[0-9]+$'$$);

comment on table app.audited_table is
  'What is audited, and how. Written by app.enable_audit_cascade and app.disable_audit_cascade.';
comment on column app.audited_table.entity is
  'Entity name in the names of its audit objects: post gives app.audit_post.';
comment on column app.audited_table.typename is 'Type name in cascades: Post.';
comment on column app.audited_table.relation is 'The audited table; follows renames and moves to another schema.';
comment on column app.audited_table.key_columns is 'Columns that identify a row; empty when the table has no key.';
comment on column app.audited_table.tenant_column is
  'Column that holds the tenant; null when there is none, empty when none was chosen: rows belong to the tenant of '
  'the context.';
comment on column app.audited_table.ignored_columns is 'An update that changes only these leaves no audit row.';
comment on column app.audited_table.excluded_columns is 'Never stored.';
comment on column app.audited_table.redacted_columns is 'Stored as *** instead of their value.';
comment on column app.audited_table.keep_unchanged is 'Whether an update that changes nothing leaves an audit row.';
comment on column app.audited_table.replica is
  'Whether changes applied with session_replication_role = replica are audited too; by row triggers, as logical '
  'replication fires no others.';
comment on column app.audited_table.storage is
  'columns: cascade in columns of its own; embedded: under new_values._cascade of an audit table that may not be '
  'altered.';
comment on column app.audited_table.level is
  'statement: triggers with transition tables; row: row triggers (no immediate unique key, partitions, inheritance, '
  'foreign keys that set columns, replica).';
comment on column app.audited_table.enabled is 'False after app.disable_audit_cascade.';
comment on column app.audited_table.enabled_at is 'When it was last enabled.';
comment on column app.audited_table.enabled_by is 'Role that last enabled it.';
comment on column app.audited_table.owner_name is
  'Owner of the table when it was last enabled, or app.maintain last ran: only a table of this role goes on with the '
  'history when it is dropped.';
comment on column app.audited_table.baseline_at is
  'When app.write_audit_baseline last brought its audit rows level with it.';
comment on column app.audited_table.owner_oid is
  'That owner, whatever its name is now. A role that was made again under the name is another one.';

comment on column app.audited_table.complete_since is
  'From when on its audit rows tell its state: earlier ones were removed, by app.purge_audit or otherwise. Infinity '
  'until app.write_audit_baseline brings them level again. Null: none were removed.';

comment on column app.audited_table.once_hidden is
  'Columns that are or ever were excluded or redacted: older images may lack their values.';

comment on column app.audited_table.relation_name is
  'Name of the table, with its schema, when it was last enabled: another table of this name took its place.';
comment on column app.audited_table.key_numbers is
  'The numbers of the key columns when it was last enabled, which stay theirs when they are renamed.';

-- app.note_relation() returns trigger
-- Sets owner_oid from owner_name and key_numbers from key_columns: a registration that was restored or replicated has
-- those of another cluster. Internal.
create function app.note_relation() returns trigger
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  new.owner_oid := (select oid from pg_roles where rolname = new.owner_name);
  new.key_numbers := array(
    select a.attnum
    from unnest(new.key_columns) with ordinality k (name, position)
    join pg_attribute a on a.attrelid = new.relation and a.attname = k.name
    order by k.position);
  return new;
end
$function$;

create trigger note_relation before insert on app.audited_table
for each row execute function app.note_relation();
comment on trigger note_relation on app.audited_table is 'Notes who owns the table and the numbers of its key.';
-- Also for rows that logical replication brings, and for later changes of them.
create trigger note_replicated_relation before update on app.audited_table
for each row execute function app.note_relation();
comment on trigger note_replicated_relation on app.audited_table is
  'Notes who owns the table and the numbers of its key, where logical replication changes the registration.';
alter table app.audited_table
  enable always trigger note_relation, enable replica trigger note_replicated_relation;

-- app.follow_owners() returns void
-- Notes the new owners of audited tables that changed hands. Internal; called by app.maintain: the former owner must
-- not go on with the history when the table is dropped. Rows that are in use are left for the next time.
create function app.follow_owners() returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  update app.audited_table t set owner_name = pg_get_userbyid(c.relowner), owner_oid = c.relowner
  from pg_class c
  where c.oid = t.relation and c.relowner is distinct from t.owner_oid
    and t.entity in (select l.entity from app.audited_table l where l.entity = t.entity for no key update skip locked);
end
$function$;
