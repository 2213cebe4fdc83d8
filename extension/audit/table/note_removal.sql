-- app.note_removal() returns trigger
-- Notes that audit rows were removed otherwise than by app.purge_audit: then nobody knows from when on they tell the
-- state of the table. Internal. Argument of the trigger: the entity, whose audit table it must be on. A statement that
-- removed no row is passed over, as the server counts the rows. With its owner's rights, as nobody else may write the
-- registry.
create function app.note_removal() returns trigger
language plpgsql security definer
set search_path = pg_catalog, pg_temp
as $function$
begin
  if app.context_text('app.purged_history') = tg_relid::text
    or tg_op = 'DELETE' and pg_stat_get_xact_tuples_deleted(tg_relid) = 0 and current_setting('track_counts')::boolean
  then
    return null;
  end if;
  update app.audited_table set complete_since = 'infinity'
  where entity = tg_argv[0] and app.audit_table_of(entity) = tg_relid and complete_since is distinct from 'infinity';
  return null;
end
$function$;

-- app.create_removal_triggers(p_history regclass, p_entity text) returns void
-- Puts app.note_removal on an audit table, unless it is there. Internal; as the owner of the extension. An audit table
-- of the embedded form may not be altered.
create function app.create_removal_triggers(p_history regclass, p_entity text) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_event text;
begin
  foreach v_event in array array['delete', 'truncate'] loop
    if not exists (
      select from pg_trigger
      where tgrelid = p_history and tgname = 'note_' || v_event and tgfoid = 'app.note_removal()'::regprocedure
        and tgenabled = 'O')
    then
      execute app.render_sql($sql$
        create or replace trigger {name:I} after {event} on {table}
        for each statement execute function app.note_removal({entity:L})
      $sql$, jsonb_build_object(
        'name', 'note_' || v_event, 'event', v_event, 'table', p_history::text, 'entity', p_entity));
    end if;
  end loop;
end
$function$;
