import type { Step } from '../../../syntax/action.js';
import { expressionValue } from '../../expression/expressionValue.js';
import { none, type Sql, sql } from '../../text/sql.js';
import { refusal, wordsOf } from '../refusal.js';
import type { ActionState } from '../actionState.js';
import type { StepOf } from './shape.js';

/**
 * @param step - of the action
 * @param state - of the action
 * @returns its statements: a condition that is null is not met
 */
export function validate(step: StepOf<'validate'>, state: ActionState): Sql {
  return sql`
    if (${expressionValue(step.condition, state.scope(), 'boolean').sql}) is not true then
      ${refusal(step.error, step.message ?? wordsOf(step.error))}
    end if;
  `;
}

/**
 * @param step - of the action
 * @param state - of the action
 * @param write - writes the steps of a branch
 * @returns its statements
 */
export function branch(step: StepOf<'if'>, state: ActionState, write: (steps: readonly Step[]) => Sql): Sql {
  const condition = expressionValue(step.condition, state.scope(), 'boolean').sql;
  const otherwise = step.else.length === 0 ? none : sql`else`;
  return sql`
    if ${condition} then
      ${step.then.length === 0 ? sql`null;` : write(step.then)}
    ${otherwise}
      ${write(step.else)}
    end if;
  `;
}

/**
 * @param step - of the action
 * @returns its statement
 */
export function reject(step: StepOf<'reject'>): Sql {
  return refusal(step.error, step.message ?? wordsOf(step.error));
}
