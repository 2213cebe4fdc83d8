import { literalFault } from '../literalFault.js';
import { nearestWord } from '../nearestWord.js';
import type { Expression, FunctionName } from '../syntax/expression.js';
import type { FieldType, ScalarName } from '../syntax/field.js';
import { scalarForms } from '../words/scalarForms.js';
import { pathType } from './pathType.js';
import type { ValidationScope } from './validationScope.js';

const scalar = (name: ScalarName): FieldType => ({ kind: 'scalar', scalar: name });

const results: Readonly<Partial<Record<FunctionName, FieldType>>> = {
  now: scalar('datetime'),
  today: scalar('date'),
  lower: scalar('text'),
  upper: scalar('text'),
  trim: scalar('text'),
  length: scalar('integer'),
  abs: scalar('decimal'),
  round: scalar('decimal'),
  count: scalar('bigint'),
  exists: scalar('boolean'),
  user_id: scalar('uuid'),
  tenant_id: scalar('uuid'),
};

/**
 * Checks the names of an expression, that constants fit what they are compared with, and that `and` stands between conditions.
 *
 * @param expression - any
 * @param scope - where it stands
 * @returns the type of its value, where the files tell it
 */
export function expressionType(expression: Expression, scope: ValidationScope): FieldType | undefined {
  const typeOf = (part: Expression) => expressionType(part, scope);
  switch (expression.kind) {
    case 'path':
      return pathType(expression, scope);
    case 'literal':
      return literalType(expression.value);
    case 'list':
      expression.items.forEach(typeOf);
      return undefined;
    case 'isNull':
      typeOf(expression.value);
      return scalar('boolean');
    case 'not':
      validateCondition(expression.value, scope);
      return scalar('boolean');
    case 'in': {
      const type = typeOf(expression.value);
      typeOf(expression.list);
      if (expression.list.kind === 'list') for (const item of expression.list.items) validateFit(item, type, scope);
      return scalar('boolean');
    }
    case 'call':
      for (const argument of expression.arguments) validateArgument(expression.name, argument, scope);
      return results[expression.name];
    case 'binary':
      return binaryType(expression, scope);
  }
}

/** Refuses what is neither true nor false. */
export function validateCondition(expression: Expression, scope: ValidationScope): void {
  const type = expressionType(expression, scope);
  if (expression.kind !== 'list' && (type === undefined || (type.kind === 'scalar' && type.scalar === 'boolean')))
    return;
  const found = expression.kind === 'list' || type === undefined ? 'a list' : describe(type);
  scope.catalogue.problems.add(expression.position, `expected a condition, as in title is not null, found ${found}`);
}

/** Refuses a constant that a field of the type cannot hold. */
export function validateFit(
  value: Expression,
  type: FieldType | undefined,
  { catalogue: { problems } }: ValidationScope,
): void {
  if (value.kind !== 'literal' || value.value === null || type === undefined) return;
  const text = String(value.value);
  const fault = literalFault(constantType(type), text);
  if (fault === undefined) return;
  const nearest = type.kind === 'enum' ? nearestWord(text, type.values) : undefined;
  problems.add(value.position, `expected ${fault}, found ${JSON.stringify(value.value)}`, nearest);
}

/** The type of the constants that a field takes in an expression. */
function constantType(type: FieldType): FieldType {
  switch (type.kind) {
    case 'ref':
      return scalar('uuid');
    case 'scalar':
    case 'enum':
    case 'list':
      return type;
    default:
      return type satisfies never;
  }
}

function binaryType(
  expression: Extract<Expression, { kind: 'binary' }>,
  scope: ValidationScope,
): FieldType | undefined {
  const { operator, left, right } = expression;
  if (operator === 'and' || operator === 'or') {
    validateCondition(left, scope);
    validateCondition(right, scope);
    return scalar('boolean');
  }
  const [first, second] = [expressionType(left, scope), expressionType(right, scope)];
  switch (operator) {
    case '=':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
      for (const side of [left, right]) {
        if (side.kind !== 'literal' || side.value !== null) continue;
        const meant = operator === '!=' ? 'is not null' : 'is null';
        scope.catalogue.problems.add(
          expression.position,
          `expected a comparison with a value: nothing equals null`,
          meant,
        );
      }
      if (left.kind !== 'literal') validateFit(right, comparable(first), scope);
      if (right.kind !== 'literal') validateFit(left, comparable(second), scope);
      return scalar('boolean');
    case 'like':
    case 'ilike':
    case 'matches':
      return scalar('boolean');
    case '||':
      return scalar('text');
    default:
      // A day and a number give a day.
      return undefined;
  }
}

/** Numbers of all sorts compare with each other. */
function comparable(type: FieldType | undefined): FieldType | undefined {
  const number = type?.kind === 'scalar' && scalarForms[type.scalar].value === 'number';
  return number ? scalar('decimal') : type;
}

/** `count(Post)` and `exists(Post)` take an entity. */
function validateArgument(name: FunctionName, argument: Expression, scope: ValidationScope): void {
  const last = argument.kind === 'path' && argument.path.length <= 2 ? (argument.path.at(-1) ?? '') : '';
  if (argument.kind !== 'path' || !/^[A-Z]/.test(last) || (name !== 'count' && name !== 'exists')) {
    expressionType(argument, scope);
    return;
  }
  const schema = argument.path.length === 2 ? argument.path[0] : scope.acting.schema;
  scope.catalogue.entity({ schema, entity: last, position: argument.position }, scope.acting);
}

function literalType(value: string | number | boolean | null): FieldType | undefined {
  // A text in quotes may be a date or a uuid too.
  if (typeof value === 'number') return scalar('decimal');
  return typeof value === 'boolean' ? scalar('boolean') : undefined;
}

function describe(type: FieldType): string {
  switch (type.kind) {
    case 'scalar':
      return type.scalar;
    case 'enum':
    case 'ref':
    case 'list':
      return `a value of the type ${type.kind}`;
    default:
      return type satisfies never;
  }
}
