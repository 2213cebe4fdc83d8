import type { BinaryOperator, Expression } from '../../syntax/expression.js';
import { columnName, keyName } from '../../objectNames.js';
import { table } from '../relations.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, type Sql, sql } from '../text/sql.js';
import { itemType, listType, sqlType, type SqlType } from '../text/sqlType.js';
import { functionValue } from './functionValue.js';
import { pathValue } from './pathValue.js';
import type { SqlScope } from './sqlScope.js';
import { operand, type Value } from './value.js';

type Binary = Extract<Expression, { kind: 'binary' }>;
type In = Extract<Expression, { kind: 'in' }>;

/**
 * Writes an expression as SQL. Everything is built from the tree; no text of the user gets in but as a literal or a name.
 *
 * @param expression - the tree
 * @param scope - where it stands
 * @param hint - type that the surroundings ask of an input that has none of its own
 * @throws SpecqlCdcError for what has no meaning there
 */
export function expressionValue(expression: Expression, scope: SqlScope, hint?: SqlType): Value {
  switch (expression.kind) {
    case 'literal':
      return literalValue(expression.value);
    case 'path':
      return pathValue(expression, scope, hint);
    case 'list':
      return list(expression.items, scope, hint);
    case 'binary':
      return binary(expression, scope);
    case 'in':
      return isIn(expression, scope);
    case 'isNull': {
      const test = expression.negated ? sql`is not null` : sql`is null`;
      return boolean(sql`${operand(expressionValue(expression.value, scope))} ${test}`);
    }
    case 'not':
      return boolean(sql`not ${operand(expressionValue(expression.value, scope, 'boolean'))}`);
    case 'call':
      return functionValue(expression, scope, (argument, type) => expressionValue(argument, scope, type));
  }
}

const boolean = (text: Sql): Value => ({ sql: text, type: 'boolean', compound: true });

function literalValue(constant: string | number | boolean | null): Value {
  const text = literal(constant);
  if (typeof constant === 'number') return { sql: text, type: 'numeric' };
  return typeof constant === 'boolean' ? { sql: text, type: 'boolean' } : { sql: text };
}

function list(items: readonly Expression[], scope: SqlScope, hint?: SqlType): Value {
  const wanted = hint && itemType(hint);
  const values = items.map((item) => expressionValue(item, scope, wanted));
  const type = listType(wanted ?? values.find((item) => item.type !== undefined)?.type ?? 'text');
  return {
    sql: sql`array[${join(
      values.map((item) => item.sql),
      ', ',
    )}]::${sqlType(type)}`,
    type,
  };
}

const operators: Record<
  BinaryOperator,
  { readonly sign: Sql; readonly operands?: SqlType; readonly result?: SqlType }
> = {
  and: { sign: sql`and`, operands: 'boolean', result: 'boolean' },
  or: { sign: sql`or`, operands: 'boolean', result: 'boolean' },
  '=': { sign: sql`=`, result: 'boolean' },
  '!=': { sign: sql`<>`, result: 'boolean' },
  '<': { sign: sql`<`, result: 'boolean' },
  '<=': { sign: sql`<=`, result: 'boolean' },
  '>': { sign: sql`>`, result: 'boolean' },
  '>=': { sign: sql`>=`, result: 'boolean' },
  '+': { sign: sql`+` },
  '-': { sign: sql`-` },
  '*': { sign: sql`*` },
  '/': { sign: sql`/` },
  '%': { sign: sql`%` },
  '||': { sign: sql`||`, result: 'text' },
  like: { sign: sql`like`, operands: 'text', result: 'boolean' },
  ilike: { sign: sql`ilike`, operands: 'text', result: 'boolean' },
  matches: { sign: sql`~`, operands: 'text', result: 'boolean' },
};

function binary({ operator, left, right }: Binary, scope: SqlScope): Value {
  const byKey =
    operator === '=' ? (referenceEquals(left, right, scope) ?? referenceEquals(right, left, scope)) : undefined;
  if (byKey) return boolean(byKey);
  const { sign, operands, result } = operators[operator];
  const [first, second] = pair(left, right, scope, operands);
  const type = result ?? first.type ?? second.type;
  return {
    sql: sql`${operand(first)} ${sign} ${operand(second)}`,
    ...(type !== undefined && { type }),
    compound: true,
  };
}

/** An input without a type takes the one of its neighbour. */
function pair(left: Expression, right: Expression, scope: SqlScope, operands?: SqlType): [Value, Value] {
  if (operands !== undefined) return [expressionValue(left, scope, operands), expressionValue(right, scope, operands)];
  const first = expressionValue(left, scope);
  const second = expressionValue(right, scope, first.type);
  return [first.type === undefined ? expressionValue(left, scope, second.type) : first, second];
}

/** `author = input.author` compares keys, so that the index on the foreign key serves. */
function referenceEquals(left: Expression, right: Expression, scope: SqlScope): Sql | undefined {
  const row = scope.row;
  if (left.kind !== 'path' || left.path.length > 1 || !row || scope.named.has(left.path[0])) return undefined;
  const field = row.entity.fields.find(({ name }) => name === left.path[0]);
  if (field?.type.kind !== 'ref') return undefined;
  const target = scope.model.entity(field.type, left.position);
  const id = expressionValue(right, scope, 'uuid').sql;
  const key = sql`(select r.${ident(keyName(target))} from ${table(target)} r where r.id = ${id})`;
  return sql`${row.sql}.${ident(columnName(field))} = ${key}`;
}

function isIn({ value: item, list: of, negated }: In, scope: SqlScope): Value {
  const not = negated ? sql`not ` : sql``;
  if (of.kind !== 'list') {
    const all = expressionValue(of, scope);
    const one = expressionValue(item, scope, all.type && itemType(all.type));
    return boolean(sql`${not}${operand(one)} = any (${all.sql})`);
  }
  if (of.items.length === 0) return { sql: literal(negated), type: 'boolean' };
  const one = expressionValue(
    item,
    scope,
    of.items.map((each) => expressionValue(each, scope).type).find((type) => type !== undefined),
  );
  const items = of.items.map((each) => expressionValue(each, scope, one.type).sql);
  return boolean(sql`${operand(one)} ${not}in (${join(items, ', ')})`);
}
