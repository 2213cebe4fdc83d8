import type { Action } from '../../syntax/action.js';
import type { Entity } from '../../syntax/entity.js';
import { columnName, tableName } from '../../objectNames.js';
import type { Model } from '../model.js';
import { checksOf, foreignKey } from '../table/constraints.js';
import { indexesOf } from '../table/indexes.js';
import { everyStep } from './steps/shape.js';

/** What an action answers when a value breaks a rule of a table. */
export interface Failure {
  readonly schema: string;
  readonly table: string;
  /** The constraint, unique index, or the column that may not be null. */
  readonly rule: string;
  readonly code: string;
  readonly field: string;
  readonly message: string;
}

/**
 * @param model - the entities
 * @param action - of one of them
 * @returns the rules that it may break, of all the tables it writes, also by the actions it calls
 */
export function failuresOf(model: Model, action: Action): Failure[] {
  return [...written(model, action)]
    .flatMap((each) => [...ownFailures(each), ...referrerFailures(model, each)])
    .sort((a, b) => (key(a) < key(b) ? -1 : 1))
    .filter((failure, index, all) => index === 0 || key(failure) !== key(all[index - 1] ?? failure));
}

function written(model: Model, action: Action, seen = new Set<Action>()): Set<Entity> {
  seen.add(action);
  const found = new Set<Entity>();
  for (const step of everyStep(action.steps)) {
    if (step.kind === 'insert' || step.kind === 'update' || step.kind === 'delete') {
      found.add(model.entity(step.entity, step.entity.position));
    } else if (step.kind === 'call') {
      const called = model.action(step.schema, step.action, step.position);
      if (!seen.has(called.action)) {
        for (const each of written(model, called.action, seen)) found.add(each);
      }
    }
  }
  return found;
}

function ownFailures(entity: Entity): Failure[] {
  const place = { schema: entity.schema, table: tableName(entity) };
  return [
    ...entity.fields
      .filter(({ required }) => required)
      .map((field) => ({
        ...place,
        rule: columnName(field),
        code: 'missing_input',
        field: field.name,
        message: `${field.name} is missing.`,
      })),
    ...checksOf(entity).map(({ name, field, complaint }) => ({
      ...place,
      rule: name,
      code: 'invalid_input',
      field: field.name,
      message: `${complaint}.`,
    })),
    ...indexesOf(entity).flatMap(({ name, unique }) =>
      unique
        ? [{ ...place, rule: name, code: 'duplicate', field: unique.name, message: `${unique.name} is taken already.` }]
        : [],
    ),
  ];
}

/** Only deleting for good can break them: what a reference names was looked up and locked. */
function referrerFailures(model: Model, entity: Entity): Failure[] {
  return model.referrers(entity).map(({ entity: other, reference }) => {
    const { name, complaint } = foreignKey(other, reference);
    return {
      schema: other.schema,
      table: tableName(other),
      rule: name,
      code: 'referenced',
      field: 'id',
      message: `${complaint}.`,
    };
  });
}

const key = ({ schema, table, rule }: Failure) => `${schema}.${table}.${rule}`;
