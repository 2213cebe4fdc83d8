-- app.changes_with_cascade(p_target app.audited_table) returns text
-- FROM clause that reads the audit rows as a and their cascades as c. Internal. The cascade is that of the row itself,
-- or else that of its mutation.
create function app.changes_with_cascade(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
  from app.{table:I} a
  left join app.mutation m on m.mutation_id = {mutation_id}
  cross join lateral (
    select
      coalesce({cascade_data}, m.cascade) as cascade_data,
      coalesce({cascade_entities}, m.entities) as cascade_entities,
      coalesce({cascade_source}, m.source) as cascade_source) c
$sql$, jsonb_build_object(
  'table', 'audit_' || (p_target).entity,
  'mutation_id', app.audit_value(p_target, 'mutation_id'),
  'cascade_data', app.audit_value(p_target, 'cascade_data'),
  'cascade_entities', app.audit_value(p_target, 'cascade_entities'),
  'cascade_source', app.audit_value(p_target, 'cascade_source')));
