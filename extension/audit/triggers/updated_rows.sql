-- app.updated_rows(p_target app.audited_table) returns text
-- The statements by which the trigger function of a table audited by statement audits UPDATE. Internal. Most updates
-- are of one row that keeps its key: then nothing is joined, which saves setting up a hash join. The look that tells
-- ends with the second row, as no two of them have the same key.
create function app.updated_rows(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
    perform from {old} o
      cross join {new} n
      where ({same_key}) is not true limit 1;
    if found then
      {many}
    else
      {one}
    end if;
  $sql$, jsonb_build_object(
    'old', app.image_source(p_target, 'old'),
    'new', app.image_source(p_target, 'new'),
    'same_key', app.same_key(p_target),
    'many', app.audit_insert(p_target, 'UPDATE'),
    'one', app.audit_insert(p_target, 'ONE UPDATE')));
