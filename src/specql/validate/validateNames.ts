import { maxNameBytes } from '../../maxNameBytes.js';
import { standardColumns } from '../rowColumns.js';
import { pascalCase, snakeCase } from '../letterCase.js';
import { checkName, columnName, innerName, keyName, tableName } from '../objectNames.js';
import type { Problems } from '../problems.js';
import type { Entity } from '../syntax/entity.js';
import type { Field } from '../syntax/field.js';
import type { Position } from '../syntax/position.js';
import { expressionWords } from '../words/expressionWords.js';
import { extensionFunctions } from '../words/extensionFunctions.js';
import { reservedWords, systemColumns } from '../words/reservedColumns.js';

/** An audited entity's name is a part of the name of its history function. */
const maxEntityLength = maxNameBytes - 'get__audit_history_with_cascade'.length;

/**
 * Refuses names that are reserved, too long or taken.
 *
 * @param entities - of one run
 * @param problems - gets what is wrong
 */
export function validateNames(entities: readonly Entity[], problems: Problems): void {
  const tables = new Map<string, Entity>();
  const wrappers = new Map<string, Entity>();
  for (const entity of entities) {
    const { name, schema, position, fields, actions } = entity;
    const snake = snakeCase(name);
    take(tables, `${schema}.${tableName(entity)}`, entity, position, `the entity ${name}`);
    if (pascalCase(snake) !== name) {
      problems.add(
        position,
        `expected a name that its table ${tableName(entity)} leads back to, found "${name}"`,
        pascalCase(snake),
      );
    }
    if (snake.length > maxEntityLength) tooLong(position, name, maxEntityLength);
    if (schema === 'app' || schema === 'information_schema' || schema.startsWith('pg_')) {
      problems.add(position, `expected a schema of your own, found "${schema}", which is reserved`);
    }
    if (schema.length > maxNameBytes) tooLong(position, schema, maxNameBytes);
    const columns = new Map<string, Entity>();
    for (const field of fields) {
      take(columns, columnName(field), entity, field.position, `the column of the field ${field.name}`);
      validateField(field, entity);
    }
    for (const action of actions) {
      // The functions that clients call stand in one schema, whatever entity an action belongs to.
      take(wrappers, `app.${action.name}`, entity, action.position, `the action ${action.name}`);
      if (extensionFunctions.has(action.name)) {
        problems.add(
          action.position,
          `expected another name for this action, found "${action.name}": the extension has a function app.${action.name}`,
        );
      }
      const most = maxNameBytes - innerName('').length;
      if (action.name.length > most) tooLong(action.position, action.name, most);
    }
  }

  function take(taken: Map<string, Entity>, name: string, entity: Entity, position: Position, what: string): void {
    const other = taken.get(name);
    if (other)
      problems.add(position, `expected a name of its own for ${what}: ${name} belongs to ${other.name} already`);
    taken.set(name, entity);
  }

  function tooLong(position: Position, name: string, most: number): void {
    problems.add(position, `expected a name of at most ${most} characters, found "${name}" of ${name.length}`);
  }

  function validateField(field: Field, entity: Entity): void {
    const { name, position } = field;
    const column = columnName(field);
    const why =
      Object.hasOwn(standardColumns, name) || column === keyName(entity)
        ? 'every table has such a column'
        : expressionWords.includes(name)
          ? 'it is a word of expressions'
          : reservedWords.includes(column)
            ? 'it is a reserved word of SQL'
            : systemColumns.includes(column)
              ? 'PostgreSQL gives every table such a column'
              : undefined;
    if (why !== undefined) problems.add(position, `expected another name for this field, found "${name}": ${why}`);
    const most = maxNameBytes - checkName(entity, '').length;
    if (name.length > most) tooLong(position, name, most);
  }
}
