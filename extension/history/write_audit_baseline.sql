-- app.write_audit_baseline(p_table regclass) returns bigint
-- Writes the audit rows that are missing for app.get_table_as_of to return the exact rows of a table from now on.
-- They are missing for rows from before auditing, and for changes that auditing did not see (auditing off,
-- session_replication_role = replica, a partition detached or truncated). The function writes an INSERT for each row
-- without audit rows, an UPDATE for each row that differs from its audit rows, and a DELETE for each row that is gone,
-- with change_reason baseline and outside any mutation. A second call writes nothing.
--   p_table  an audited table you own
-- Returns the number of rows written. Writers of the table wait until the transaction ends (SHARE ROW EXCLUSIVE): their
-- uncommitted changes are on neither side of the comparison, and a second baseline at the same time would write every
-- row twice. Readers do not wait.
-- Errors: 42704 when the table is not audited; 55000 when its auditing is off; 42501 when you do not own it; 25000 in a
--   transaction whose snapshot is older than the lock.
create function app.write_audit_baseline(p_table regclass) returns bigint
language plpgsql volatile
set search_path = pg_catalog, pg_temp
set timezone = 'UTC'
set datestyle = 'ISO'
set intervalstyle = 'postgres'
set extra_float_digits = 1
set bytea_output = 'hex'
set row_security = off
as $function$
declare
  v_target app.audited_table := app.find_audited_table(p_table);
  v_rows bigint;
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
  execute app.audit_insert(v_target, 'BASELINE', app.baseline_changes(v_target)) using 'infinity'::timestamptz;
  get diagnostics v_rows = row_count;
  update app.audited_table set baseline_at = clock_timestamp() where entity = v_target.entity;
  return v_rows;
end
$function$;
