-- app.replayed_rows(p_target app.audited_table) returns text
-- SQL of the audit rows a that count for the state at $1: those up to then and after the last TRUNCATE of the whole
-- table. Internal. The TRUNCATE of a partition or child is not among them; app.require_replayable refuses what it
-- leaves unknown.
create function app.replayed_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$app.%1$I a where a.operation_type <> 'TRUNCATE' and a.changed_at <= $1 and a.changed_at > coalesce((
      select max(t.changed_at) from app.%1$I t
      where t.entity_id is null and t.operation_type = 'TRUNCATE' and t.changed_at <= $1 and %2$s), '-infinity')$$,
    'audit_' || (p_target).entity, app.truncates_all(p_target)));
