import { expressionValue } from '../../expression/expressionValue.js';
import { operand } from '../../expression/value.js';
import { literal } from '../../text/literal.js';
import { type Sql, sql } from '../../text/sql.js';
import type { ActionState } from '../actionState.js';
import type { StepOf } from './shape.js';

/**
 * A notification of 8000 bytes or more would abort the transaction; an empty one still wakes up who listens.
 *
 * @param step - of the action
 * @param state - of the action
 * @returns its statements
 */
export function notify(step: StepOf<'notify'>, state: ActionState): Sql {
  const text = step.payload
    ? sql`coalesce(${operand(expressionValue(step.payload, state.scope()))}::text, '')`
    : state.row
      ? sql`coalesce(v_row.id::text, '')`
      : sql`''`;
  const notice = state.variable('v_notice', sql`text`);
  return sql`
    ${notice} := ${text};
    perform pg_notify(${literal(step.channel)}, case when octet_length(${notice}) < 8000 then ${notice} else '' end);
  `;
}
