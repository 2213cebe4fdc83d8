import { snakeCase } from '../letterCase.js';
import type { Action } from '../syntax/action.js';
import type { Entity } from '../syntax/entity.js';
import type { Field } from '../syntax/field.js';
import type { Position } from '../syntax/position.js';
import { everyStep, isOf, type StepOf } from './action/steps/shape.js';
import { pathsIn } from './expression/pathsIn.js';
import { columnName } from '../objectNames.js';
import { refuse } from './refuse.js';

/** A field that refers to an entity. */
export interface Reference {
  readonly field: Field;
  /** `fk_author` */
  readonly column: string;
  readonly schema: string;
  readonly entity: string;
}

/** All entities of a run, and how they refer to each other. */
export class Model {
  readonly #entities = new Map<string, Entity>();

  /**
   * @param entities - in any order
   * @throws SpecqlCdcError when two of them would have the same objects
   */
  constructor(entities: readonly Entity[]) {
    // Sorted, so that the order of the files does not matter.
    for (const entity of [...entities].sort((a, b) => (key(a) < key(b) ? -1 : 1))) {
      const other = this.#entities.get(key(entity));
      if (other) refuse(entity.position, `${entity.name} has the table of ${other.name}`, 'Rename one of them.');
      this.#entities.set(key(entity), entity);
    }
    this.#requireDistinctActions();
  }

  /** By schema and name. */
  get entities(): Entity[] {
    return [...this.#entities.values()];
  }

  /**
   * @param reference - schema and name
   * @param position - where it is mentioned
   * @returns the entity
   * @throws SpecqlCdcError when it is not in the run
   */
  entity({ schema, entity: name }: { schema: string; entity: string }, position: Position): Entity {
    return (
      this.#entities.get(key({ schema, name })) ??
      refuse(position, `${schema}.${name} is unknown`, 'Pass the files of all entities that refer to each other.')
    );
  }

  /**
   * @param schema - of the entity whose action it is
   * @param name - of the action
   * @param position - where it is called
   * @returns the action and its entity
   * @throws SpecqlCdcError when there is none
   */
  action(schema: string, name: string, position: Position): { entity: Entity; action: Action } {
    for (const entity of this.entities.filter((candidate) => candidate.schema === schema)) {
      const action = entity.actions.find((candidate) => candidate.name === name);
      if (action) return { entity, action };
    }
    return refuse(position, `${schema} has no action ${name}`, 'Pass the file of its entity too.');
  }

  /**
   * @param entity - one of the run
   * @returns who refers to it, by which field
   */
  referrers(entity: Entity): { entity: Entity; reference: Reference }[] {
    return this.entities.flatMap((other) =>
      referencesOf(other)
        .filter((reference) => key({ schema: reference.schema, name: reference.entity }) === key(entity))
        .map((reference) => ({ entity: other, reference })),
    );
  }

  /**
   * Fields that some action computes from their own value, as `post_count = post_count + 1`.
   *
   * @param entity - one of the run
   * @returns their names
   */
  counters(entity: Entity): string[] {
    const updates = this.entities
      .flatMap(({ actions }) => actions)
      .flatMap(({ steps }) => everyStep(steps))
      .filter((step) => step.kind === 'update' && isOf(step.entity, entity)) as StepOf<'update'>[];
    const counted = updates
      .flatMap(({ set }) => set)
      .filter(({ field, value }) => pathsIn(value).some((path) => path.length === 1 && path[0] === field));
    return [...new Set(counted.filter(({ value }) => value.kind === 'binary').map(({ field }) => field))].sort();
  }

  /** Wrappers of all entities stand in one schema. */
  #requireDistinctActions(): void {
    const seen = new Map<string, Entity>();
    for (const entity of this.entities) {
      for (const action of entity.actions) {
        const other = seen.get(action.name);
        if (other) {
          refuse(
            action.position,
            `${other.schema}.${other.name} has an action ${action.name} too, and both would be app.${action.name}`,
            `Rename one, for example to ${action.name}_of_${snakeCase(entity.name)}.`,
          );
        }
        seen.set(action.name, entity);
      }
    }
  }
}

/**
 * @param entity - any
 * @returns its references, in the order of its fields
 */
export function referencesOf(entity: Entity): Reference[] {
  return entity.fields.flatMap((field) =>
    field.type.kind === 'ref'
      ? [{ field, column: columnName(field), schema: field.type.schema, entity: field.type.entity }]
      : [],
  );
}

/** Two names of one table are one entity: `OrderLine` and `Order_line`. */
const key = ({ schema, name }: Pick<Entity, 'schema' | 'name'>) => `${schema}.${snakeCase(name)}`;
