import { rowColumns } from '../../rowColumns.js';
import type { Expression } from '../../syntax/expression.js';
import type { Position } from '../../syntax/position.js';
import { columnName, keyName } from '../../objectNames.js';
import { table } from '../relations.js';
import { refuse } from '../refuse.js';
import { columnType } from '../table/columnType.js';
import { ident } from '../text/ident.js';
import { literal } from '../text/literal.js';
import { join, sql } from '../text/sql.js';
import type { SqlType } from '../text/sqlType.js';
import type { Row, SqlScope } from './sqlScope.js';
import type { Value } from './value.js';

type Path = Extract<Expression, { kind: 'path' }>;

/**
 * @param path - `input.title`, `title`, `found.title`, or on through references: `author.name`
 * @param scope - where it stands
 * @param hint - type that the surroundings ask of an input that has none of its own
 * @returns its value; of a reference, the id of the entity
 * @throws SpecqlCdcError for an unknown name
 */
export function pathValue({ path: [first, ...rest], position }: Path, scope: SqlScope, hint?: SqlType): Value {
  if (first === 'input') return inputValue(rest, scope, hint, position);
  const named = scope.named.get(first);
  if (named)
    return rest.length === 0 ? { sql: sql`${named.sql}.id`, type: 'uuid' } : follow(named, rest, scope, position);
  if (scope.row) return follow(scope.row, [first, ...rest], scope, position);
  if (scope.acting.fields.every(({ name }) => name !== first)) unknownField(scope.acting.name, first, position);
  return inputValue([first, ...rest], scope, hint, position);
}

/** Deeper names are keys of a JSON value. */
function inputValue(names: readonly string[], scope: SqlScope, hint: SqlType | undefined, position: Position): Value {
  const [name, ...keys] = names;
  if (name === undefined) return refuse(position, 'input alone is no value', 'Name a key of it, as in input.title.');
  if (keys.length === 0) return scope.inputs.use(name, hint, position);
  const whole = scope.inputs.use(name, 'jsonb', position);
  return { sql: sql`${whole.sql} #>> array[${join(keys.map(literal), ', ')}]`, type: 'text', compound: true };
}

function follow(row: Row, names: readonly string[], scope: SqlScope, position: Position): Value {
  const [name = '', ...rest] = names;
  const { entity } = row;
  const field = entity.fields.find((candidate) => candidate.name === name);
  if (field?.type.kind === 'ref') {
    const target = scope.model.entity(field.type, position);
    const key = sql`r.${ident(keyName(target))} = ${row.sql}.${ident(columnName(field))}`;
    const value = follow({ entity: target, sql: sql`r` }, rest.length === 0 ? ['id'] : rest, scope, position);
    return { ...value, sql: sql`(select ${value.sql} from ${table(target)} r where ${key})`, compound: false };
  }
  const declared = rowColumns(entity).get(name);
  if (declared === undefined) return unknownField(entity.name, name, position);
  const type = columnType(declared);
  const value = sql`${row.sql}.${ident(name)}`;
  if (rest.length === 0) return { sql: value, type };
  if (type !== 'jsonb') {
    refuse(
      position,
      `${name} of ${entity.name} has no ${rest[0] ?? ''}`,
      'Only references and JSON have fields of their own.',
    );
  }
  return { sql: sql`${value} #>> array[${join(rest.map(literal), ', ')}]`, type: 'text', compound: true };
}

function unknownField(entity: string, name: string, position: Position): never {
  return refuse(position, `${entity} has no field ${name}`, 'Write input.name for a key of the payload.');
}
