import { Refusal } from '../../problems.js';
import type { EntityName } from '../../syntax/action.js';
import { nameForms } from '../../words/nameForms.js';
import type { Cursor } from './cursor.js';

/**
 * Reads `Post` or `blog.Post`.
 *
 * @param cursor - at the name
 * @param schema - of the entity at hand, for a name without one
 * @throws Refusal
 */
export function entityName(cursor: Cursor, schema: string): EntityName {
  const { position } = cursor;
  const expected = 'an entity, as in Post or blog.Post';
  const first = cursor.name(expected);
  const qualified = cursor.accepts('.');
  const name = { schema: qualified ? first : schema, entity: qualified ? cursor.name(expected) : first, position };
  if (!nameForms.schema.pattern.test(name.schema) || !nameForms.entity.pattern.test(name.entity)) {
    throw new Refusal(
      position,
      `expected ${expected}, found ${JSON.stringify(qualified ? `${first}.${name.entity}` : first)}`,
    );
  }
  return name;
}
