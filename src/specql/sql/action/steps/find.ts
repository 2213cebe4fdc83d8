import { keyName } from '../../../objectNames.js';
import { table } from '../../relations.js';
import { ident } from '../../text/ident.js';
import { none, type Sql, sql } from '../../text/sql.js';
import { takeOwnRow } from '../ownRow.js';
import { refusal, wordsOf } from '../refusal.js';
import type { ActionState } from '../actionState.js';
import { rowsWhere } from './rows.js';
import { isOf, isOwnRowWanted, type StepOf } from './shape.js';

/**
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function find(step: StepOf<'find'>, state: ActionState): Sql {
  if (isOf(step.entity, state.entity) && isOwnRowWanted(step.where, state.ownNames)) return findOwn(step, state);
  const entity = state.model.entity(step.entity, step.entity.position);
  const condition = rowsWhere(step.where, { entity, sql: sql`t` }, state);
  const row = state.rowVariable(`v_row_${step.as}`, entity);
  state.named.set(step.as, row);
  return sql`
    select t.* into ${row.sql} from ${table(entity)} t
    where ${condition}
    order by t.${ident(keyName(entity))} limit 1
    for no key update;
    if not found then
      ${refusal(step.error, wordsOf(step.error))}
    end if;
  `;
}

/** A copy: later steps may ask what the row was before they changed it. */
function findOwn(step: StepOf<'find'>, state: ActionState): Sql {
  const take = state.row ? none : takeOwnRow(state);
  const copy = state.rowVariable(`v_row_${step.as}`, state.entity);
  state.named.set(step.as, copy);
  return sql`
    ${take}
    ${copy.sql} := v_row;
  `;
}
