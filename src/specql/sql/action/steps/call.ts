import { expressionValue } from '../../expression/expressionValue.js';
import { innerName } from '../../../objectNames.js';
import { qualified } from '../../text/ident.js';
import { literal } from '../../text/literal.js';
import { join, type Sql, sql } from '../../text/sql.js';
import { readOwnRowAgain } from '../ownRow.js';
import type { ActionState } from '../actionState.js';
import type { StepOf } from './shape.js';

/**
 * Calls the inner function of another action, which joins this mutation: what it refuses, this action refuses.
 *
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function call(step: StepOf<'call'>, state: ActionState): Sql {
  const { entity, action } = state.model.action(step.schema, step.action, step.position);
  const scope = state.scope();
  const given = step.arguments.map(({ field, value: expression }) => {
    return sql`${literal(field)}, ${expressionValue(expression, scope).sql}`;
  });
  const payload = given.length === 0 ? sql`p_payload` : sql`jsonb_build_object(${join(given, ', ')})`;
  return sql`
    perform ${qualified(entity.schema, innerName(action.name))}(${payload});
    ${readOwnRowAgain(state)}
  `;
}
