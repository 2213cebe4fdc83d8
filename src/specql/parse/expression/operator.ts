import { Refusal } from '../../problems.js';
import type { BinaryOperator, Expression } from '../../syntax/expression.js';
import { comparisonStrength, foreignSigns, operators } from '../../words/operators.js';
import type { Cursor } from '../text/cursor.js';
import type { Inner } from './inner.js';
import { listAfterIn } from './operand.js';

/** An operator that follows a value. */
export interface Operator {
  readonly strength: number;
  /** Takes the operator and what follows it. */
  read(cursor: Cursor, left: Expression, inner: Inner): Expression;
}

const isNull: Operator = {
  strength: comparisonStrength,
  read(cursor, value) {
    const { position } = cursor;
    cursor.expect('is');
    const negated = cursor.accepts('not');
    if (!cursor.accepts('null')) cursor.refuse(negated ? '"null"' : '"null" or "not null"');
    return { kind: 'isNull', value, negated, position };
  },
};

const isIn: Operator = {
  strength: comparisonStrength,
  read(cursor, value, inner) {
    const { position } = cursor;
    const negated = cursor.accepts('not');
    cursor.expect('in');
    return { kind: 'in', value, list: listAfterIn(cursor, inner), negated, position };
  },
};

const binary = (operator: BinaryOperator, strength: number): Operator => ({
  strength,
  read(cursor, left, inner) {
    const { position } = cursor;
    cursor.take();
    return { kind: 'binary', operator, left, right: inner(strength + 1), position };
  },
});

const byWord: ReadonlyMap<string, Operator> = new Map([
  ...[...operators].map(([word, { operator, strength }]) => [word, binary(operator, strength)] as const),
  ['is', isNull],
  ['in', isIn],
]);

/**
 * @param cursor - behind a value
 * @returns the operator that comes next, if one does; it is not taken yet
 * @throws Refusal for an operator of another language
 */
export function nextOperator(cursor: Cursor): Operator | undefined {
  const { kind, text } = cursor.next;
  if (cursor.sees('not', 'in')) return isIn;
  const meant = kind === 'sign' ? foreignSigns.get(text) : undefined;
  if (meant) throw new Refusal(cursor.position, `expected an operator of SpecQL, found "${text}"`, meant);
  return kind === 'sign' || kind === 'name' ? byWord.get(text.toLowerCase()) : undefined;
}
