-- app.write_audit_baseline(p_table regclass) returns bigint
-- Brings the audit rows level with the table, so that app.get_table_as_of tells its rows exactly from now on: for rows
-- from before auditing, and for whatever happened unseen (auditing off, session_replication_role = replica, a partition
-- detached or truncated). Writes an INSERT for each row that the audit rows do not know, an UPDATE for each that they
-- know otherwise and a DELETE for each that is gone, with change_reason baseline and outside any mutation. Run again it
-- writes nothing.
--   p_table  an audited table you own
-- Returns how many rows were written. Writers of the table wait until the transaction ends (SHARE ROW EXCLUSIVE): what
-- they have not committed is in neither side of the comparison, and a second baseline at once would write everything
-- twice. Readers go on.
-- Errors: 42704 when the table is not audited; 55000 when auditing it is off; 42501 when it is not yours; 25000 in a
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
  execute app.audit_insert(v_target, 'BASELINE', app.unseen_changes(v_target)) using 'infinity'::timestamptz;
  get diagnostics v_rows = row_count;
  update app.audited_table set baseline_at = clock_timestamp() where entity = v_target.entity;
  return v_rows;
end
$function$;
