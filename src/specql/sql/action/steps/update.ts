import { columnName } from '../../../objectNames.js';
import { table } from '../../relations.js';
import { ident } from '../../text/ident.js';
import { join, type Sql, sql } from '../../text/sql.js';
import { assigned } from '../assignments.js';
import { isOwnRow, readOwnRowAgain, takeOwnRow } from '../ownRow.js';
import type { ActionState } from '../actionState.js';
import { rowsWhere, unlessFound } from './rows.js';
import { isOf, isOwnRowWanted, type StepOf } from './shape.js';

/**
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function update(step: StepOf<'update'>, state: ActionState): Sql {
  const entity = state.model.entity(step.entity, step.entity.position);
  const rows = { entity, sql: sql`t` };
  const isOwn = isOf(step.entity, state.entity) && isOwnRowWanted(step.where, state.ownNames);
  const take = isOwn && !state.row ? takeOwnRow(state) : sql``;
  const values = assigned(state, entity, step.set, rows, (field) => sql`t.${ident(columnName(field))}`);
  const columns = [
    ...values.columns,
    { column: sql`updated_at`, value: sql`now()` },
    { column: sql`updated_by`, value: sql`v_user_id` },
  ];
  const set = join(
    columns.map(({ column, value: text }) => sql`${column} = ${text}`),
    ',\n',
  );
  if (isOwn) {
    return sql`
      ${take}
      ${values.before}
      update ${table(entity)} as t
      set
        ${set}
      where ${isOwnRow(entity)}
      returning t.* into v_row;
      ${state.remember(entity, sql`v_row.id`)}
    `;
  }
  const ids = state.variable('v_ids', sql`uuid[]`);
  return sql`
    ${values.before}
    with changed as (
      update ${table(entity)} as t
      set
        ${set}
      where ${rowsWhere(step.where, rows, state)}
      returning t.id
    )
    select coalesce(array_agg(c.id), '{}') into ${ids} from changed c;
    ${unlessFound(step.where, rows, state)}
    ${state.remember(entity, ids)}
    ${isOf(step.entity, state.entity) ? readOwnRowAgain(state) : sql``}
  `;
}
