import { refresh } from '../../relations.js';
import { type Sql, sql } from '../../text/sql.js';
import type { ActionState } from '../actionState.js';
import { isOf, type StepOf } from './shape.js';

/**
 * Documents are written at the end anyway; this does it now, for what the next steps read.
 *
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function refreshTableView(step: StepOf<'refreshTableView'>, state: ActionState): Sql {
  const entity = state.model.entity(step.entity, step.entity.position);
  const changed = state.changed.find((candidate) => candidate.entity === entity);
  if (changed) return refreshEach(changed);
  return isOf(step.entity, state.entity) && state.row ? sql`perform ${refresh(entity)}(v_row.id);` : sql``;
}

/**
 * @param changed - an entity and the array of ids
 * @returns what writes the documents of these rows, always in the same order
 */
export function refreshEach({ entity, ids }: ActionState['changed'][number]): Sql {
  return sql`perform ${refresh(entity)}(c.id) from (select distinct u.id from unnest(${ids}) u (id) order by u.id) c;`;
}
