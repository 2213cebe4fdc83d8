-- app.dropped_history: the histories that app.disable_audit_cascade dropped. A transaction that may have had audit rows
-- there cannot be taken back as a whole.
create table app.dropped_history (
  typename text not null,
  relation text not null,
  last_change_at timestamptz not null,
  dropped_at timestamptz not null default now(),
  dropped_by text not null default app.caller()
);
select pg_catalog.pg_extension_config_dump('app.dropped_history', '');
-- For publications of all tables.
alter table app.dropped_history replica identity full;
comment on table app.dropped_history is 'The histories that app.disable_audit_cascade dropped.';
comment on column app.dropped_history.typename is 'Type name in cascades.';
comment on column app.dropped_history.relation is 'The table whose history it was, by its last name.';
comment on column app.dropped_history.last_change_at is 'Time of the last change in it.';
comment on column app.dropped_history.dropped_at is 'When it was dropped.';
comment on column app.dropped_history.dropped_by is 'Role that dropped it.';

-- app.note_dropped_history(p_target app.audited_table) returns void
-- Notes that the history of a table is about to be dropped, if it has any. Internal; as the owner of the extension.
create function app.note_dropped_history(p_target app.audited_table) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_history regclass := app.audit_table_of(p_target.entity);
  v_last_change_at timestamptz := clock_timestamp();
begin
  -- Of a history that is gone already, or another role's after a restore, it is not known.
  if exists (select from pg_class where oid = v_history and pg_get_userbyid(relowner) = current_user) then
    execute format('select max(changed_at) from %s', v_history) into v_last_change_at;
    -- Rows that were removed may have been later ones.
    v_last_change_at := greatest(v_last_change_at, least(p_target.complete_since, clock_timestamp()));
  end if;
  insert into app.dropped_history (typename, relation, last_change_at)
  select p_target.typename, p_target.relation::text, v_last_change_at
  where v_last_change_at is not null;
end
$function$;
