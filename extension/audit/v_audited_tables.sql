-- app.v_audited_tables: what is audited, for people.
create view app.v_audited_tables with (security_invoker = true) as
select
  relation as table_name,
  entity,
  typename,
  format('app.%I', app.audit_table_name(entity)) as audit_table,
  key_columns,
  nullif(tenant_column, '') as tenant_column,
  ignored_columns,
  excluded_columns,
  redacted_columns,
  keep_unchanged,
  replica,
  storage,
  level,
  enabled,
  enabled_at,
  enabled_by,
  baseline_at
from app.audited_table
order by entity;
comment on view app.v_audited_tables is 'What is audited, and how.';
