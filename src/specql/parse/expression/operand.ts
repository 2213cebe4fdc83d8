import { exactNumber } from '../../exactNumber.js';
import { nearestWord } from '../../nearestWord.js';
import { Refusal } from '../../problems.js';
import { functionNames, type Expression } from '../../syntax/expression.js';
import { functionArguments } from '../../words/functionArguments.js';
import { expressionWords } from '../../words/expressionWords.js';
import type { Cursor } from '../text/cursor.js';
import type { Inner } from './inner.js';

const expected = "a value, as in 5, 'text', title, input.title or now()";

const constants: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

/**
 * Reads what stands between operators.
 *
 * @param cursor - at it
 * @param inner - reads what stands in parentheses
 * @throws Refusal
 */
export function operand(cursor: Cursor, inner: Inner): Expression {
  const { position } = cursor;
  const { kind, text } = cursor.next;
  if (kind === 'string') return { kind: 'literal', value: cursor.take().text, position };
  if (kind === 'number') return number(cursor);
  if (kind === 'name') return named(cursor, inner);
  if (text === '-') return negative(cursor, inner);
  if (text === '[') return { kind: 'list', items: sequence(cursor, '[', ']', inner), position };
  if (!cursor.accepts('(')) return cursor.refuse(expected);
  const value = inner();
  cursor.expect(')');
  return value;
}

/** The list behind `in`: `(a, b)`, `[a, b]`, or what holds a list. */
export function listAfterIn(cursor: Cursor, inner: Inner): Expression {
  const { position } = cursor;
  return cursor.sees('(')
    ? { kind: 'list', items: sequence(cursor, '(', ')', inner), position }
    : operand(cursor, inner);
}

function number(cursor: Cursor, sign: '' | '-' = ''): Expression {
  const { position } = cursor;
  const value = exactNumber(sign + cursor.next.text);
  if (value === undefined) {
    throw new Refusal(position, 'expected a number of at most 15 digits; write a longer one in single quotes');
  }
  cursor.take();
  return { kind: 'literal', value, position };
}

function negative(cursor: Cursor, inner: Inner): Expression {
  const { position } = cursor;
  cursor.take();
  if (cursor.next.kind === 'number') return { ...number(cursor, '-'), position };
  const zero: Expression = { kind: 'literal', value: 0, position };
  // As strong as what it stands before: -a + b is (0 - a) + b.
  return { kind: 'binary', operator: '-', left: zero, right: inner(Infinity), position };
}

function named(cursor: Cursor, inner: Inner): Expression {
  const { position } = cursor;
  const word = cursor.next.text;
  const constant = constants.get(word.toLowerCase());
  if (constant !== undefined) {
    cursor.take();
    return { kind: 'literal', value: constant, position };
  }
  if (expressionWords.includes(word.toLowerCase()) && word.toLowerCase() !== 'input') cursor.refuse(expected);
  const name = cursor.take().text;
  if (cursor.sees('(')) return call(cursor, name, position, inner);
  const path: [string, ...string[]] = [name];
  while (cursor.accepts('.')) path.push(cursor.name('a name behind the dot'));
  return { kind: 'path', path, position };
}

function call(cursor: Cursor, name: string, position: Expression['position'], inner: Inner): Expression {
  const known = functionNames.find((candidate) => candidate === name);
  if (known === undefined)
    throw new Refusal(
      position,
      `expected a function of SpecQL (${functionNames.join(', ')}), found "${name}"`,
      nearestWord(name, functionNames),
    );
  const [least, most] = functionArguments[known];
  const items = sequence(cursor, '(', ')', inner);
  if (items.length < least || items.length > most) {
    const range = least === most ? String(least) : `${least} to ${most}`;
    throw new Refusal(position, `expected ${range} arguments of ${name}, found ${items.length}`);
  }
  return { kind: 'call', name: known, arguments: items, position };
}

function sequence(cursor: Cursor, open: string, close: string, inner: Inner): Expression[] {
  cursor.expect(open);
  const items: Expression[] = [];
  if (cursor.accepts(close)) return items;
  do items.push(inner());
  while (cursor.accepts(','));
  if (!cursor.accepts(close)) cursor.refuse(`"," or "${close}"`);
  return items;
}
