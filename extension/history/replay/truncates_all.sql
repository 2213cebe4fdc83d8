-- app.truncates_all(p_target app.audited_table) returns text
-- SQL that says whether TRUNCATE marker t took all rows of the table. A marker names the relation it was written for:
-- in a table without children that is the table, whatever its name was then; of a partitioned table every partition has
-- a marker too; of a parent by INHERITS the marker may come from TRUNCATE ONLY. Internal.
create function app.truncates_all(p_target app.audited_table) returns text
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
