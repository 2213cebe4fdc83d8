import { pascalCase, snakeCase } from './letterCase.js';
import type { Operation } from './syntax/action.js';

const past: Record<Operation, string> = { CREATE: 'Created', UPDATE: 'Updated', DELETE: 'Deleted' };

/**
 * The type of an action's event when the entity file does not give one.
 *
 * @param entity - the acting entity, as in `Post`
 * @param action - as in `create_post`
 * @param primary - operation of the action's primary impact, where it is declared
 * @returns `PostCreated`, `PostUpdated` or `PostDeleted` by the impact or by the name `create_post`, else PascalCase of the action
 */
export function inferEventType(entity: string, action: string, primary?: Operation): string {
  const named = (Object.keys(past) as Operation[]).find(
    (operation) => action === `${operation.toLowerCase()}_${snakeCase(entity)}`,
  );
  const operation = primary ?? named;
  return operation ? entity + past[operation] : pascalCase(action);
}
