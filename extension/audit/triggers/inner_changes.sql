-- Changes inside a change. The audit triggers of statements run last. By then the AFTER triggers of the table may have
-- changed the same rows again, and those inner changes were audited first. So a table that has any gets one trigger
-- more, which fires before all others and notes when the statement's own changes were made: that is their changed_at.

-- app.has_inner_changes(p_target app.audited_table) returns boolean
-- Whether triggers of the table may answer its changes with further changes. Internal. Then the audit triggers of
-- statements have to be told when the statement's own changes were made. Row triggers fire before all others and see it
-- themselves. The changes that the deletion of a referenced row causes come after its audit.
create function app.has_inner_changes(p_target app.audited_table) returns boolean
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
begin
  return (p_target).level = 'statement' and exists (
    select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
    where t.tgrelid = (p_target).relation
      and t.tgtype & 66 = 0 -- neither BEFORE nor INSTEAD OF
      and t.tgtype & 28 <> 0 -- INSERT, UPDATE or DELETE
      and not (p.pronamespace = 'app'::regnamespace
        and (p.proname ~ '^audit_trigger_' or p.proname = 'note_change_time'))
      and not (p.pronamespace = 'pg_catalog'::regnamespace
        and p.proname ~ '^(RI_FKey_(check|noaction|restrict)_|RI_FKey_.*_del$|unique_key_recheck$)'));
end
$function$;

-- app.note_change_time() returns trigger
-- Notes when a statement made its changes, for the audit triggers that run after its inner changes. Internal. It notes
-- the time at the statement's first row, by entity and depth of triggers. Argument of the trigger: the entity. With its
-- owner's rights: who writes the table need have none on our functions.
create function app.note_change_time() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_setting text := 'app.change_time_' || tg_argv[0] || '_' || pg_trigger_depth();
begin
  if coalesce(app.context_text(v_setting), 'taken') like '%taken' then
    perform set_config(v_setting, extract(epoch from clock_timestamp())::text, true);
  end if;
  return null;
end
$function$;

-- app.take_change_time(p_entity text) returns timestamptz
-- When the statement that is being audited made its changes. It stays for another audit trigger of the same statement
-- (ON CONFLICT, MERGE) and is marked as taken, so that the next statement notes its own. Internal. Whoever runs SQL can
-- forge a setting: so never before the client's statement began, and never in the future.
create function app.take_change_time(p_entity text) returns timestamptz
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_setting text := 'app.change_time_' || p_entity || '_' || pg_trigger_depth();
  v_epoch text := split_part(app.context_text(v_setting), ' ', 1);
begin
  perform set_config(v_setting, v_epoch || ' taken', true);
  return greatest(statement_timestamp(), least(to_timestamp(v_epoch::double precision), clock_timestamp()));
end
$function$;
