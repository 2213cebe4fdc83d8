import { rowColumns } from '../rowColumns.js';
import { nearestWord } from '../nearestWord.js';
import type { Action, EntityImpact } from '../syntax/action.js';
import type { Entity } from '../syntax/entity.js';
import type { Catalogue } from './catalogue.js';
import { expressionType } from './expressionType.js';
import { validateSteps } from './validateSteps.js';

/**
 * Checks an action.
 *
 * @param action - with its steps, impact and event
 * @param acting - the entity it belongs to
 * @param catalogue - the entities that it may name
 */
export function validateAction({ steps, impact, cdc }: Action, acting: Entity, catalogue: Catalogue): void {
  const scope = { catalogue, acting, row: acting, rows: new Map<string, Entity>() };
  validateSteps(steps, scope);
  if (cdc?.partitionKey) expressionType(cdc.partitionKey, scope);
  for (const effect of impact ? [impact.primary, ...impact.sideEffects] : []) validateImpact(effect);

  function validateImpact({ entity: name, fields }: EntityImpact): void {
    const entity = catalogue.entity(name, acting);
    const known = entity && [...rowColumns(entity).keys()];
    for (const field of fields) {
      if (!known || known.includes(field)) continue;
      catalogue.problems.add(
        name.position,
        `expected fields of ${entity.name}, found "${field}"`,
        nearestWord(field, known),
      );
    }
  }
}
