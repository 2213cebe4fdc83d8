-- app.replays_by_key(p_target app.audited_table) returns boolean
-- Whether the audit rows of a table identify the row of each change. Internal.
-- They do not without a unique key, nor in a table with INHERITS children, whose keys may repeat.
create function app.replays_by_key(p_target app.audited_table) returns boolean
language sql stable
set search_path = pg_catalog, pg_temp
return app.is_unique((p_target).relation, (p_target).key_columns)
  and not exists (
    select from pg_inherits i join pg_class c on c.oid = i.inhparent
    where i.inhparent = (p_target).relation and c.relkind = 'r');
