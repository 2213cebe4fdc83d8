-- app.end_audit(p_table regclass, p_drop_history boolean) returns void
-- The part of app.disable_audit_cascade that the owner of the extension does: the registry and the generated objects.
-- Internal; the triggers are gone already.
-- Errors: 42501 when the table is there and its owner has not claimed it; otherwise those of app.disable_audit_cascade.
create function app.end_audit(p_table regclass, p_drop_history boolean) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
begin
  if exists (select from pg_class where oid = p_table) then
    perform app.require_claim(p_table);
  end if;
  if p_drop_history then
    perform app.require_free_names(v_target);
    perform app.drop_audit_objects(v_target);
    delete from app.audited_table where entity = v_target.entity;
  else
    update app.audited_table set enabled = false where entity = v_target.entity;
  end if;
end
$function$;

-- app.disable_audit_cascade(p_table regclass, p_drop_history boolean default false) returns void
-- Stops auditing a table: its triggers go, its history stays and can be read as before. app.enable_audit_cascade
-- continues it.
--   p_table         an audited table you own, or one that was dropped
--   p_drop_history  true also drops the audit table with all its rows, the history functions and the views
-- Errors: 42704 when the table is not audited; 42501 when it is not yours; 42710 when p_drop_history would drop an
--   object that auditing did not make.
create function app.disable_audit_cascade(p_table regclass, p_drop_history boolean default false) returns void
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_there boolean := exists (select from pg_class where oid = p_table);
  v_comment text;
begin
  perform app.require_owner(p_table);
  if v_there then
    perform app.lock_covered(p_table);
    v_comment := app.claim_table(p_table);
  end if;
  perform app.drop_triggers(v_target);
  perform app.end_audit(p_table, coalesce(p_drop_history, false));
  if v_there then
    perform app.release_table(p_table, v_comment);
  end if;
end
$function$;
