-- Changes inside a change. The audit triggers run at the end of a statement. By then the AFTER triggers of its rows and the actions of foreign
-- keys may have changed the same rows again, and those inner changes were audited first. So a table that has any gets one trigger more,
-- which fires before all others and notes when the statement's own changes were made: that is their changed_at.

-- app.inner_change_events(p_relation regclass) returns text[]
-- INSERT, UPDATE and DELETE, as far as a trigger or foreign key of the table may answer them with changes of its own. Internal.
create function app.inner_change_events(p_relation regclass) returns text[]
language sql stable
set search_path = pg_catalog, pg_temp
return array(
  select event
  from (values (4, 'INSERT'), (16, 'UPDATE'), (8, 'DELETE')) e (bit, event)
  where exists (
    select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = p_relation and t.tgtype & bit <> 0
      and t.tgtype & 66 = 0 -- neither BEFORE nor INSTEAD OF
      and not (p.pronamespace = 'app'::regnamespace and (p.proname ~ '^audit_trigger_' or p.proname = 'note_change_time'))
      and not (p.pronamespace = 'pg_catalog'::regnamespace and p.proname ~ '^(RI_FKey_(check|noaction|restrict)_|unique_key_recheck$)')));
revoke all on function app.inner_change_events(regclass) from public;
comment on function app.inner_change_events(regclass) is 'Internal: the events a table may answer with changes of its own.';

-- app.has_inner_changes(p_target app.audited_table) returns boolean
-- Whether the audit triggers have to be told when a change was made. Row triggers fire before all others and see it themselves. Internal.
create function app.has_inner_changes(p_target app.audited_table) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return (p_target).level = 'statement' and app.inner_change_events((p_target).relation) <> '{}';
revoke all on function app.has_inner_changes(app.audited_table) from public;
comment on function app.has_inner_changes(app.audited_table) is 'Internal: whether the audit triggers have to be told when a change was made.';

-- app.note_change_time() returns trigger
-- Notes the time for the audit trigger of the same statement: same entity, operation and depth of triggers. Internal.
-- Argument of the trigger: the entity.
create function app.note_change_time() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_setting text := 'app.change_time_' || tg_argv[0] || '_' || tg_op || '_' || pg_trigger_depth();
begin
  if app.context_text(v_setting) is null then
    perform set_config(v_setting, extract(epoch from clock_timestamp())::text, true);
  end if;
  return null;
end
$function$;
revoke all on function app.note_change_time() from public;
comment on function app.note_change_time() is 'Internal: notes when a statement made its changes, before triggers make more.';

-- app.take_change_time(p_entity text, p_operation text) returns timestamptz
-- When the statement that is being audited made its changes, null when that was not noted; forgets it. Internal.
-- Whoever runs SQL can forge a setting: so never before the client's statement began, and never in the future.
create function app.take_change_time(p_entity text, p_operation text) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_setting text := 'app.change_time_' || p_entity || '_' || p_operation || '_' || pg_trigger_depth();
  v_time text := app.context_text(v_setting);
begin
  if v_time is null then
    return null;
  end if;
  perform set_config(v_setting, '', true);
  return greatest(statement_timestamp(), least(to_timestamp(v_time::double precision), clock_timestamp()));
end
$function$;
revoke all on function app.take_change_time(text, text) from public;
comment on function app.take_change_time(text, text) is 'Internal: when the statement that is being audited made its changes.';
