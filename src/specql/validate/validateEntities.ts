import type { Problems } from '../problems.js';
import type { Entity } from '../syntax/entity.js';
import { validateAction } from './validateAction.js';
import { Catalogue } from './catalogue.js';
import { validateNames } from './validateNames.js';

/**
 * Checks what entities say of themselves and of each other. They may refer to each other in circles.
 *
 * @param entities - of one run
 * @param problems - gets what is wrong
 */
export function validateEntities(entities: readonly Entity[], problems: Problems): void {
  validateNames(entities, problems);
  const catalogue = new Catalogue(entities, problems);
  for (const entity of entities) {
    for (const { type } of entity.fields) {
      if (type.kind === 'ref') catalogue.entity({ ...type, position: type.position ?? entity.position }, entity);
    }
    for (const action of entity.actions) validateAction(action, entity, catalogue);
  }
}
