import { scalarNames, type FieldType } from '../../syntax/field.js';
import { composedTypes, isComposedType, synonyms, type ComposedType } from '../../words/typeWords.js';
import { entityName } from '../text/entityName.js';
import type { Cursor } from '../text/cursor.js';
import { Refusal } from '../../problems.js';

/**
 * Reads a type: `text`, `enum(a, b)`, `ref(blog.User)`, `list(text)`.
 *
 * @param cursor - at the type
 * @param schema - of the entity, for references that name none
 * @returns the type
 * @throws Refusal
 */
export function readType(cursor: Cursor, schema: string): FieldType {
  const { position } = cursor;
  const expected = 'a type, as in text, integer, enum(a, b), ref(User) or list(text)';
  const word = cursor.next.text;
  const scalar = scalarNames.find((name) => name === word);
  if (cursor.next.kind !== 'name') return cursor.refuse(expected);
  if (scalar) {
    cursor.take();
    return { kind: 'scalar', scalar };
  }
  if (!isComposedType(word)) {
    const words = [...scalarNames, ...Object.keys(composedTypes)];
    const synonym = synonyms.get(word.toLowerCase());
    if (synonym) throw new Refusal(position, `expected a type of SpecQL, found ${JSON.stringify(word)}`, synonym);
    return cursor.refuse(expected, words);
  }
  cursor.take();
  if (!cursor.accepts('(')) cursor.refuse(`"(", as in ${composedTypes[word]}`);
  const type = composed(word, cursor, schema);
  if (!cursor.accepts(')')) cursor.refuse('")" (inside {...} a type with commas needs quotes)');
  return type;
}

function composed(word: ComposedType, cursor: Cursor, schema: string): FieldType {
  switch (word) {
    case 'enum':
      return { kind: 'enum', values: enumValues(cursor) };
    case 'ref':
      return { kind: 'ref', ...entityName(cursor, schema) };
    case 'list':
      return { kind: 'list', of: itemType(cursor, schema) };
  }
}

function itemType(cursor: Cursor, schema: string): FieldType {
  const { position } = cursor;
  if (cursor.sees('list') || cursor.sees('ref')) {
    throw new Refusal(
      position,
      'expected a scalar or an enum in a list; for many of an entity make one that refers to both',
    );
  }
  return readType(cursor, schema);
}

function enumValues(cursor: Cursor): string[] {
  const values: string[] = [];
  do {
    const { position } = cursor;
    const { kind, text } = cursor.next;
    if ((kind !== 'name' && kind !== 'string') || text === '') cursor.refuse('a value, as in enum(draft, published)');
    if (values.includes(text))
      throw new Refusal(position, `expected each value once, found ${JSON.stringify(text)} again`);
    values.push(cursor.take().text);
  } while (cursor.accepts(','));
  return values;
}
