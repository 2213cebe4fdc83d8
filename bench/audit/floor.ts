import { set, statement, type Change } from './change.js';

/** The columns that are not left to their defaults; the defaults of the audit table are what the triggers write. */
const columns = [
  ...['entity_id', 'tenant_id', 'operation_type', 'changed_by', 'old_values', 'new_values', 'change_reason'],
  ...['application_name', 'cascade_data', 'cascade_entities', 'cascade_timestamp', 'cascade_source', 'mutation_id'],
].join(', ');

const context = (name: string, type: string) => `nullif(current_setting('app.${name}', true), '')::${type}`;

/**
 * The least that changing rows and writing the same audit rows as the triggers can cost: one statement, written by hand.
 *
 * @param change - what to do
 * @param major - from 18, RETURNING knows the old row; before, it is read beside the update
 * @returns the statement
 */
export function floorStatement(change: Change, major: number): string {
  const { operation } = change;
  const actor = operation === 'INSERT' ? 'created_by' : 'updated_by';
  return `with ${changed(change, major)}
insert into app.audit_post (${columns})
select id, tenant_id, '${operation}', coalesce(${context('user_id', 'uuid')}, ${actor}), old_image, new_image,
  ${context('change_reason', 'text')}, current_setting('application_name'), ${context('cascade_data', 'jsonb')},
  string_to_array(${context('cascade_entities', 'text')}, ','),
  case when ${context('cascade_data', 'text')} is not null then now() end,
  ${context('cascade_source', 'text')}, ${context('mutation_id', 'uuid')}
from changed`;
}

function changed(change: Change, major: number): string {
  if (change.operation === 'INSERT') {
    return `inserted as (${statement(change)} returning *),
changed as (select i.id, i.tenant_id, i.created_by, null::jsonb as old_image, to_jsonb(i) as new_image from inserted i)`;
  }
  if (major >= 18) {
    return `changed as (${statement(change)}
  returning p.id, p.tenant_id, p.updated_by, to_jsonb(old) as old_image, to_jsonb(new) as new_image)`;
  }
  // Not FOR UPDATE: the update would then find its rows changed by its own command, and return none.
  return `before as (select * from blog.tb_post p where ${change.where}),
updated as (update blog.tb_post p set ${set} where ${change.where} returning *),
changed as (select u.id, u.tenant_id, u.updated_by, to_jsonb(b) as old_image, to_jsonb(u) as new_image
  from updated u join before b using (pk_post))`;
}
