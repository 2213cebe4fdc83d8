import { nearestWord } from '../nearestWord.js';
import type { Problems } from '../problems.js';
import type { Action, EntityName } from '../syntax/action.js';
import type { Entity } from '../syntax/entity.js';

/** All entities of a run, by name. */
export class Catalogue {
  readonly #entities: ReadonlyMap<string, Entity>;

  /**
   * @param entities - of the run
   * @param problems - gets names that are unknown
   */
  constructor(
    readonly entities: readonly Entity[],
    readonly problems: Problems,
  ) {
    this.#entities = new Map(entities.map((entity) => [`${entity.schema}.${entity.name}`, entity]));
  }

  /**
   * @param name - as a file refers to it
   * @param acting - the entity that refers to it, whose schema need not be written
   * @returns the entity; undefined when there is none, which is collected
   */
  entity({ schema, entity, position }: EntityName, acting: Entity): Entity | undefined {
    const found = this.find({ schema, entity });
    if (found) return found;
    // The right name in another schema is nearer than a similar one in this.
    const elsewhere = this.entities.find(({ name }) => name === entity);
    const known = this.entities.map((each) =>
      each.schema === acting.schema ? each.name : `${each.schema}.${each.name}`,
    );
    const written = schema === acting.schema ? entity : `${schema}.${entity}`;
    const nearest = elsewhere ? `${elsewhere.schema}.${elsewhere.name}` : nearestWord(written, known);
    const advice = nearest === undefined ? '; pass the file that has it too' : '';
    this.problems.add(position, `expected an entity of these files, found "${schema}.${entity}"${advice}`, nearest);
    return undefined;
  }

  /** The entity of a name, if there is one. */
  find({ schema, entity }: Pick<EntityName, 'schema' | 'entity'>): Entity | undefined {
    return this.#entities.get(`${schema}.${entity}`);
  }

  /** The action that a step calls. */
  action(schema: string, name: string): Action | undefined {
    return this.actionsOf(schema).find((action) => action.name === name);
  }

  /** The actions of all entities in a schema. */
  actionsOf(schema: string): Action[] {
    return this.entities.filter((entity) => entity.schema === schema).flatMap(({ actions }) => actions);
  }
}
