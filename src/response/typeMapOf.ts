import { snakeCase } from '../specql/letterCase.js';
import type { Entity } from '../specql/syntax/entity.js';
import type { FieldType } from '../specql/syntax/field.js';
import type { TypeMap } from './transform/typeMap.js';

/** Documents hold references of references, but not for ever: entities may refer to each other in a circle. */
const maxDepth = 3;

/**
 * The type map of flat responses: each entity under its own name, as `app.build_mutation_response` is given it, and below it the entities
 * it refers to, by the names of the fields. `{ post: 'Post', 'post.author': 'Author' }`
 *
 * @param entities - of one system; a reference to an entity that is not among them gets no type
 * @returns the type map
 */
export function typeMapOf(entities: readonly Entity[]): TypeMap {
  const byName = new Map(entities.map((entity) => [`${entity.schema}.${entity.name}`, entity]));
  const types: Record<string, string> = {};
  const add = (path: string, entity: Entity, depth: number): void => {
    types[path] = entity.name;
    if (depth === maxDepth) return;
    for (const { name, type } of entity.fields) {
      const target = byName.get(referenceOf(type) ?? '');
      if (target) add(`${path}.${name}`, target, depth + 1);
    }
  };
  for (const entity of entities) add(snakeCase(entity.name), entity, 0);
  return types;
}

/** Schema and name of the entity a field holds, or a list of it. */
function referenceOf(type: FieldType): string | undefined {
  switch (type.kind) {
    case 'list':
      return referenceOf(type.of);
    case 'ref':
      return `${type.schema}.${type.entity}`;
    case 'scalar':
    case 'enum':
      return undefined;
    default:
      return type satisfies never;
  }
}
