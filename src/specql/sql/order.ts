import type { Entity } from '../syntax/entity.js';
import { type Model, type Reference, referencesOf } from './model.js';

/** An entity at its place in the order of the scripts, and the foreign keys that can be made once its table is there. */
export interface OrderedEntity {
  readonly entity: Entity;
  /** Its own references to tables that are there. */
  readonly ownReferences: readonly Reference[];
  /** References of earlier entities to this one, where they refer to each other in a circle. */
  readonly lateReferences: readonly { readonly entity: Entity; readonly reference: Reference }[];
}

/**
 * @param model - the entities
 * @returns each after those it refers to, as far as circles allow
 */
export function inScriptOrder(model: Model): OrderedEntity[] {
  const order: Entity[] = [];
  const seen = new Set<Entity>();
  const visit = (entity: Entity): void => {
    if (seen.has(entity)) return;
    seen.add(entity);
    for (const reference of referencesOf(entity)) visit(model.entity(reference, reference.field.position));
    order.push(entity);
  };
  model.entities.forEach(visit);
  return order.map((entity, index) => {
    const there = new Set(order.slice(0, index + 1));
    return {
      entity,
      ownReferences: referencesOf(entity).filter((reference) =>
        there.has(model.entity(reference, reference.field.position)),
      ),
      lateReferences: model.referrers(entity).filter(({ entity: other }) => order.indexOf(other) < index),
    };
  });
}
