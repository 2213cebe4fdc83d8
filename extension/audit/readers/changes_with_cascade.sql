-- app.changes_with_cascade(p_target app.audited_table) returns text
-- FROM clause that reads the audit rows as a and their cascades as c. Internal. The cascade is that of the row itself,
-- or else that of its mutation. The mutation is one of the same transaction: a writer can set app.mutation_id to any
-- id.
-- A cascade that was collected does not contain changes that were made after the end of its mutation. For a JSON string
-- as cascade see app.given_mutation.
create function app.changes_with_cascade(p_target app.audited_table) returns text
language sql stable
set search_path = pg_catalog, pg_temp
return app.render_sql($sql$
  from app.{table:I} a
  left join app.mutation m
    on m.mutation_id = case jsonb_typeof({cascade_data})
      when 'string' then ({cascade_data} #>> '{}')::uuid
      else {mutation_id} end
    and m.transaction_id = coalesce(a.transaction_id, 0)
    and (m.given or a.changed_at <= m.ended_at)
  cross join lateral (
    select
      case jsonb_typeof({cascade_data}) when 'object' then {cascade_data} else m.cascade end as cascade_data,
      coalesce({cascade_entities}, m.entities) as cascade_entities,
      coalesce({cascade_source}, m.source) as cascade_source) c
$sql$, jsonb_build_object(
  'table', app.audit_table_name((p_target).entity),
  'mutation_id', app.audit_value(p_target, 'mutation_id'),
  'cascade_data', app.audit_value(p_target, 'cascade_data'),
  'cascade_entities', app.audit_value(p_target, 'cascade_entities'),
  'cascade_source', app.audit_value(p_target, 'cascade_source')));
