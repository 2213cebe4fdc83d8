import { standardColumns } from '../columns.js';
import { pascalCase, snakeCase } from '../names.js';
import type { Problems } from '../problems.js';
import type { Entity } from '../syntax/entity.js';
import type { Field } from '../syntax/field.js';
import type { Position } from '../syntax/position.js';
import { expressionWords } from '../words/expressionWords.js';
import { extensionFunctions } from '../words/extensionFunctions.js';
import { reservedWords, systemColumns } from '../words/reservedColumns.js';

/** PostgreSQL cuts longer names off. */
const longestName = 63;

/** An audited entity's name is a part of `get_<entity>_audit_history_with_cascade`. */
const longestEntity = 32;

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
    take(tables, `${schema}.tb_${snake}`, entity, position, `the entity ${name}`);
    if (pascalCase(snake) !== name) {
      problems.add(
        position,
        `expected a name that its table tb_${snake} leads back to, found "${name}"`,
        pascalCase(snake),
      );
    }
    if (snake.length > longestEntity) tooLong(position, name, longestEntity);
    if (schema === 'app' || schema === 'information_schema' || schema.startsWith('pg_')) {
      problems.add(position, `expected a schema of your own, found "${schema}", which is reserved`);
    }
    if (schema.length > longestName) tooLong(position, schema, longestName);
    const columns = new Map<string, Entity>();
    for (const field of fields) {
      take(columns, columnOf(field), entity, field.position, `the column of the field ${field.name}`);
      validateField(field, snake);
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
      if (action.name.length > longestName - 'fn_'.length) tooLong(action.position, action.name, longestName - 3);
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

  function validateField(field: Field, entity: string): void {
    const { name, position } = field;
    const column = columnOf(field);
    const why =
      Object.hasOwn(standardColumns, name) || column === `pk_${entity}`
        ? 'every table has such a column'
        : expressionWords.includes(name)
          ? 'it is a word of expressions'
          : reservedWords.includes(column)
            ? 'it is a reserved word of SQL'
            : systemColumns.includes(column)
              ? 'PostgreSQL gives every table such a column'
              : undefined;
    if (why !== undefined) problems.add(position, `expected another name for this field, found "${name}": ${why}`);
    // Of the prefix in ck_post_title.
    const most = longestName - entity.length - 'ck__'.length;
    if (name.length > most) tooLong(position, name, most);
  }
}

const columnOf = ({ name, type }: Field) => (type.kind === 'ref' ? `fk_${name}` : name);
