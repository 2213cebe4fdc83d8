import { Refusal } from '../../problems.js';
import type { Expression } from '../../syntax/expression.js';
import { comparisonStrength, notStrength } from '../../words/operators.js';
import type { Cursor } from '../text/cursor.js';
import { operand } from './operand.js';
import { nextOperator } from './operator.js';

/** Deeper nesting would exhaust the stack of who descends into the tree, here or in the server. */
const deepest = 64;

/**
 * Reads an expression by the strength of its operators.
 *
 * @param cursor - at the expression
 * @param strength - only operators that bind at least as strongly belong to it
 * @param depth - of expressions around it
 * @returns its tree
 * @throws Refusal
 */
export function parseExpression(cursor: Cursor, strength = 0, depth = 0): Expression {
  const { position } = cursor;
  if (depth > deepest) throw new Refusal(position, `expected at most ${deepest} levels`);
  const inner = (least = 0) => parseExpression(cursor, least, depth + 1);
  let left: Expression =
    strength <= notStrength && cursor.accepts('not')
      ? { kind: 'not', value: inner(notStrength), position }
      : operand(cursor, inner);
  for (let compared = false; ;) {
    const operator = nextOperator(cursor);
    if (operator === undefined || operator.strength < strength) return left;
    if (operator.strength === comparisonStrength) {
      if (compared) throw new Refusal(cursor.position, 'expected "and" or "or": comparisons do not chain');
      compared = true;
    }
    left = operator.read(cursor, left, inner);
  }
}
