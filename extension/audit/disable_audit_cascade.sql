-- app.end_audit(p_table regclass, p_drop_history boolean) returns void
-- The part of app.disable_audit_cascade that the owner of the extension does: the registry and the generated objects.
-- Internal; the triggers are gone already.
-- Errors: 42501 when the owner of the table has not claimed it, or, to drop the history of one that is gone, the owner
--   of the audit table that; otherwise those of app.disable_audit_cascade.
create function app.end_audit(p_table regclass, p_drop_history boolean) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
set quote_all_identifiers = off
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_history regclass := app.audit_table_of(v_target.entity);
begin
  if exists (select from pg_class where oid = p_table) then
    perform app.require_claim(p_table);
  elsif p_drop_history and v_history is not null then
    perform app.require_claim(v_history);
  end if;
  if p_drop_history then
    perform
      app.require_read_committed(
        'the history cannot be dropped', 'Changes that have committed since the transaction began would be forgotten.'),
      app.require_free_names(v_target);
    perform app.note_dropped_history(v_target);
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
--   p_drop_history  true also drops the audit table with all its rows, the history functions and the views; when
--                   p_table was dropped, only the owner of the extension may
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
  v_history regclass := app.audit_table_of(v_target.entity);
  v_comment text;
begin
  perform app.require_owner(p_table);
  if v_there then
    perform app.lock_covered(p_table);
    v_comment := app.claim_table(p_table);
  elsif p_drop_history and v_history is not null then
    perform app.require_history_owner(v_history);
    perform app.claim_table(v_history);
  end if;
  perform app.drop_triggers(v_target);
  perform app.end_audit(p_table, coalesce(p_drop_history, false));
  if v_there then
    perform app.release_table(p_table, v_comment);
  end if;
end
$function$;

-- app.require_history_owner(p_history regclass) returns void
-- Refuses to drop or purge the history of a table that is gone for anybody but the owner of the history. Whose the
-- table was nobody can show any more. Internal; with the caller's rights.
-- Errors: 42501 naming the owner.
create function app.require_history_owner(p_history regclass) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_owner regrole := (select relowner from pg_class where oid = p_history);
begin
  if not pg_has_role(v_owner, 'usage') then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('%s is the history of a table that is gone', p_history),
      detail = 'Only the owner of the extension removes any of it.',
      hint = format('Its owner, %s, may do this.', v_owner);
  end if;
end
$function$;
