import type { Problems } from '../problems.js';
import type { Entity } from '../syntax/entity.js';

/**
 * Checks what one entity says of itself and of the others.
 *
 * @param entities - of one run
 * @param problems - gets what is wrong
 */
export function validate(entities: readonly Entity[], problems: Problems): void {
  void entities;
  void problems;
}
