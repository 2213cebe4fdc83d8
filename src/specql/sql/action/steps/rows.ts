import type { Expression } from '../../../syntax/expression.js';
import { expressionValue } from '../../expression/expressionValue.js';
import type { Row } from '../../expression/sqlScope.js';
import { operand } from '../../expression/value.js';
import { none, type Sql, sql } from '../../text/sql.js';
import { refusal } from '../refusal.js';
import { type ActionState, isThere } from '../actionState.js';
import { idWanted } from './shape.js';

/**
 * @param where - of a step; absent: the row that `input.id` names
 * @param rows - of the statement
 * @param state - of the action
 * @returns the condition of the statement, among the rows that are there for this mutation
 */
export function rowsWhere(where: Expression | undefined, rows: Row, state: ActionState): Sql {
  const there = isThere(rows.entity, rows.sql);
  if (!where) return sql`${rows.sql}.id = ${state.inputs.use('id', 'uuid', state.action.position).sql} and ${there}`;
  return sql`${operand(expressionValue(where, state.scope(rows)))} and ${there}`;
}

/**
 * @param where - of a step
 * @param rows - of the statement, whose ids are in `v_ids`
 * @param state - of the action
 * @returns what refuses when one row was named and is not there
 */
export function unlessFound(where: Expression | undefined, rows: Row, state: ActionState): Sql {
  const wanted = where && idWanted(where);
  if (where && !wanted) return none;
  const id = wanted
    ? expressionValue(wanted, state.scope(rows), 'uuid').sql
    : state.inputs.use('id', 'uuid', state.action.position).sql;
  return sql`
    if cardinality(v_ids) = 0 and ${id} is not null then
      ${refusal('not_found', `There is no such ${rows.entity.name}.`)}
    end if;
  `;
}
