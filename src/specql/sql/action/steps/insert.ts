import { defaultValue } from '../../table/defaultValue.js';
import { table } from '../../relations.js';
import { literal } from '../../text/literal.js';
import { join, type Sql, sql } from '../../text/sql.js';
import { assigned } from '../assignments.js';
import type { ActionState } from '../actionState.js';
import { isOf, type StepOf } from './shape.js';

/**
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function insert(step: StepOf<'insert'>, state: ActionState): Sql {
  const entity = state.model.entity(step.entity, step.entity.position);
  const values = assigned(state, entity, step.set, state.row, ({ default: given, type }) =>
    given === undefined ? literal(null) : defaultValue(given, type),
  );
  const isOwn = isOf(step.entity, state.entity) && state.row === undefined;
  const row = isOwn ? 'v_row' : step.as && `v_row_${step.as}`;
  const into = row === undefined ? undefined : state.rowVariable(row, entity);
  const columns = [
    ...(entity.tenant ? [{ column: sql`tenant_id`, value: sql`v_tenant_id` }] : []),
    ...values.columns,
    { column: sql`created_by`, value: sql`v_user_id` },
    { column: sql`updated_by`, value: sql`v_user_id` },
  ];
  if (isOwn) {
    state.row = into;
    state.variable('v_before', table(entity));
  }
  if (step.as !== undefined && into) state.named.set(step.as, into);
  const id = into ? sql`${into.sql}.id` : state.variable('v_id', sql`uuid`);
  return sql`
    ${values.before}
    insert into ${table(entity)} as t (${join(
      columns.map(({ column }) => column),
      ', ',
    )})
    values (
      ${join(
        columns.map(({ value }) => value),
        ',\n',
      )})
    returning ${into ? sql`t.* into ${into.sql}` : sql`t.id into ${id}`};
    ${state.remember(entity, id)}
  `;
}
