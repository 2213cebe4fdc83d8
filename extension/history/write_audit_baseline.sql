-- app.write_baseline_rows(p_table regclass, p_before jsonb[], p_after jsonb[], p_last boolean) returns void
-- The part of app.write_audit_baseline that the owner of the extension does: writes some of the rows. Internal.
--   p_before, p_after  images by position, before and after; null where there is none. They are what the owner of the
--                      table says: only it reads the rows
--   p_last             whether the audit rows are level with the table now
-- Errors: 42501 when an owner of the table has not claimed it.
create function app.write_baseline_rows(
  p_table regclass, p_before jsonb[], p_after jsonb[], p_last boolean default false
) returns void
language plpgsql volatile security definer
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
begin
  perform app.require_claim(p_table);
  execute app.audit_insert(v_target, 'BASELINE', app.baseline_rows()) using p_before, p_after;
  if p_last then
    update app.audited_table set
      baseline_at = clock_timestamp(),
      complete_since = case when complete_since > clock_timestamp() then clock_timestamp() else complete_since end
    where entity = v_target.entity;
  end if;
end
$function$;

-- app.write_audit_baseline(p_table regclass) returns bigint
-- Writes the audit rows that are missing for app.get_table_as_of to return the exact rows of a table from now on.
-- They are missing for rows from before auditing, and for changes that auditing did not see (auditing off,
-- session_replication_role = replica, a partition detached or truncated). The function writes an INSERT for each row
-- without audit rows, an UPDATE for each row that differs from its audit rows, and a DELETE for each row that is gone,
-- with change_reason baseline and outside any mutation. A second call writes nothing.
--   p_table  an audited table you own
-- The rows are read with the caller's rights, and written by the owner of the extension.
-- Returns the number of rows written. Writers of the table wait until the transaction ends (SHARE ROW EXCLUSIVE): their
-- uncommitted changes are on neither side of the comparison, and a second baseline at the same time would write every
-- row twice. Readers do not wait. The display settings are those of app.canonical_image.
-- Errors: 42704 when the table is not audited; 55000 when its auditing is off; 42501 when you do not own it, or may not
--   see all its rows and all its audit rows; 25000 in a transaction whose snapshot is older than the lock.
create function app.write_audit_baseline(p_table regclass) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set extra_float_digits = 1
set bytea_output = 'hex'
set array_nulls = on
set lc_monetary = 'C'
set quote_all_identifiers = off
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_comment text;
  v_change record;
  v_before jsonb[] := '{}';
  v_after jsonb[] := '{}';
  v_bytes bigint := 0;
  v_rows bigint := 0;
begin
  perform app.require_owner(p_table);
  if not v_target.enabled then
    raise exception using
      errcode = 'object_not_in_prerequisite_state',
      message = format('auditing %s is off', p_table),
      detail = 'A baseline would be out of date with the next change.',
      hint = format('Enable it first: select app.enable_audit_cascade(%L).', p_table);
  end if;
  if current_setting('transaction_isolation') <> 'read committed' then
    raise exception using
      errcode = 'invalid_transaction_state',
      message = format('a baseline cannot be written in a %s transaction', current_setting('transaction_isolation')),
      detail = 'Its snapshot is older than the lock on the table and may miss what was committed in between.',
      hint = 'Use a read committed transaction.';
  end if;
  execute format('lock table %s in share row exclusive mode', p_table);
  perform app.require_unhidden(v_target);
  v_comment := app.claim_table(p_table);
  perform app.write_baseline_rows(p_table, '{}', '{}');
  for v_change in execute app.baseline_changes(v_target) using 'infinity'::timestamptz loop
    v_rows := v_rows + 1;
    v_before := v_before || v_change.before;
    v_after := v_after || v_change.after;
    v_bytes := v_bytes + coalesce(octet_length(v_change.before::text), 0)
      + coalesce(octet_length(v_change.after::text), 0);
    -- Few at a time: an array holds a gigabyte at most.
    if v_bytes > 1048576 or cardinality(v_before) >= 1000 then
      perform app.write_baseline_rows(p_table, v_before, v_after);
      v_before := '{}';
      v_after := '{}';
      v_bytes := 0;
    end if;
  end loop;
  perform app.write_baseline_rows(p_table, v_before, v_after, true);
  perform app.release_table(p_table, v_comment);
  return v_rows;
end
$function$;

-- app.require_unhidden(p_target app.audited_table) returns void
-- Refuses a baseline by a role from which row-level security may hide rows, of the table or of its history. Internal.
-- Errors: 42501 naming what hides them.
create function app.require_unhidden(p_target app.audited_table) returns void
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $function$
declare
  v_relation regclass := (
    select r.relation from app.covered_relations(p_target) r (relation) where row_security_active(r.relation) limit 1);
  v_audit_table regclass := format('app.%I', app.audit_table_name((p_target).entity));
begin
  if v_relation is null and row_security_active(v_audit_table) and not app.reads_all_tenants() then
    v_relation := v_audit_table;
  end if;
  if v_relation is not null then
    raise exception using
      errcode = 'insufficient_privilege',
      message = format('row-level security of %s may hide rows from %s', v_relation, current_user),
      detail = 'A baseline without them would record that they are gone.',
      hint = case v_relation
        when v_audit_table then 'Ask an administrator of the extension.'
        else format('Run: alter table %s no force row level security.', v_relation) end;
  end if;
end
$function$;
