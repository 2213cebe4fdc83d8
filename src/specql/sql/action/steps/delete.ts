import type { Entity } from '../../../syntax/entity.js';
import { refresh, table, view } from '../../relations.js';
import { none, type Sql, sql } from '../../text/sql.js';
import { isOwnRow, readOwnRowAgain, takeOwnRow } from '../ownRow.js';
import type { ActionState } from '../actionState.js';
import { rowsWhere, unlessFound } from './rows.js';
import { isOf, isOwnRowWanted, type StepOf } from './shape.js';

/**
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function remove(step: StepOf<'delete'>, state: ActionState): Sql {
  const entity = state.model.entity(step.entity, step.entity.position);
  const rows = { entity, sql: sql`t` };
  const isOwn = isOf(step.entity, state.entity) && isOwnRowWanted(step.where, state.ownNames);
  if (isOwn) {
    const take = state.row ? none : takeOwnRow(state);
    return sql`
      ${take}
      ${keepDocument(entity)}
      ${statement(entity, step.hard, isOwnRow(entity))}
      returning t.* into v_row;
      ${state.remember(entity, sql`v_row.id`)}
    `;
  }
  const ids = state.variable('v_ids', sql`uuid[]`);
  return sql`
    with deleted as (
      ${statement(entity, step.hard, rowsWhere(step.where, rows, state))}
      returning t.id
    )
    select coalesce(array_agg(d.id), '{}') into ${ids} from deleted d;
    ${unlessFound(step.where, rows, state)}
    ${state.remember(entity, ids)}
    ${isOf(step.entity, state.entity) ? readOwnRowAgain(state) : none}
  `;
}

function statement(entity: Entity, hard: boolean, where: Sql): Sql {
  if (hard) {
    return sql`
      delete from ${table(entity)} as t
      where ${where}
    `;
  }
  return sql`
    update ${table(entity)} as t
    set deleted_at = now(), deleted_by = v_user_id, updated_at = now(), updated_by = v_user_id
    where ${where}
  `;
}

/** For the answer and the event: afterwards there is nothing left to read. */
function keepDocument(entity: Entity): Sql {
  return sql`
    perform ${refresh(entity)}(v_row.id);
    select v.data into v_document from ${view(entity)} v where v.id = v_row.id;
  `;
}
