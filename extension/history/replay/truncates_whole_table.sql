-- app.truncates_whole_table(p_target app.audited_table) returns text
-- SQL for whether TRUNCATE marker t removed all rows of the table. Internal.
-- A marker names the relation that it was written for. In a table without children this is the table, whatever its name
-- was then. A partitioned table has a marker of its own besides the markers of its partitions. The marker of a parent
-- by INHERITS may come from TRUNCATE ONLY.
create function app.truncates_whole_table(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return (
  select case
    when not exists (select from pg_inherits where inhparent = c.oid) then 'true'
    when c.relkind = 'p' then format($$t.old_values ->> 'table' = %L$$, format('%I.%I', n.nspname, c.relname))
    else 'false'
  end
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where c.oid = (p_target).relation);
