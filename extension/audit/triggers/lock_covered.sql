-- app.lock_covered(p_relation regclass) returns void
-- Locks a table and its descendants in the mode that creating or dropping its triggers needs. Internal. Writers lock
-- the table first and its audit table by its triggers: whoever touches both takes them in that order too, or both wait
-- for each other and the writer may be the one that is ended. Nobody writes while triggers are created; nobody reads
-- either while earlier ones are dropped. LOCK TABLE needs a right to write, which an owner may have revoked from
-- itself: then the triggers lock the table later.
create function app.lock_covered(p_relation regclass) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
as $function$
begin
  if has_table_privilege(p_relation, 'update, delete, truncate') then
    execute format('lock table %s in %s mode', p_relation, case when exists (
      select from pg_trigger t join pg_proc p on p.oid = t.tgfoid
      where t.tgrelid = p_relation and p.pronamespace = 'app'::regnamespace and p.proname ~ '^audit_trigger_')
      then 'access exclusive' else 'share row exclusive' end);
  end if;
end
$function$;
