-- app.replayed_rows(p_target app.audited_table) returns text
-- SQL for the audit rows a that determine the state at time $1. Internal.
-- They are the rows up to this time and after the last TRUNCATE of the whole table. The TRUNCATE of a partition or
-- child is not considered; app.require_replayable refuses the times it makes unknown.
create function app.replayed_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select format(
    $$app.%1$I a where a.operation_type <> 'TRUNCATE' and a.changed_at <= $1 and a.changed_at > coalesce((
      select max(t.changed_at) from app.%1$I t
      where t.entity_id is null and t.operation_type = 'TRUNCATE' and t.changed_at <= $1 and %2$s), '-infinity')$$,
    'audit_' || (p_target).entity, app.truncates_whole_table(p_target)));
