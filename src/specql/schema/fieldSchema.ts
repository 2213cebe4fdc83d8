import { scalarNames } from '../syntax/field.js';
import type { fieldKeys } from '../words/mappingKeys.js';
import type { ComposedType } from '../words/typeWords.js';
import { mapping, type JsonSchema } from './jsonSchema.js';
import { entityReference, switched, textFor } from './sharedSchemas.js';

const scalars = scalarNames.join('|');
const enumeration = 'enum\\s*\\(.+\\)';
const composed: Record<ComposedType, string> = {
  enum: enumeration,
  ref: `ref\\s*\\(\\s*${entityReference}\\s*\\)`,
  list: `list\\s*\\(\\s*(${scalars}|${enumeration})\\s*\\)`,
};
const declared = `(${[scalars, ...Object.values(composed)].join('|')})`;

const type: JsonSchema = {
  description: 'A type, "!" when a value is required, and a default: "enum(draft, published)! = draft".',
  anyOf: [
    // Editors offer these; the pattern has all.
    { enum: scalarNames.flatMap((name) => [name, `${name}!`]) },
    { type: 'string', pattern: `^\\s*${declared}\\s*!?\\s*(=[^]*)?$` },
  ],
};

const properties: Record<(typeof fieldKeys)[number], JsonSchema> = {
  type,
  required: switched('Whether every row has a value; the same as "!" behind the type.', false),
  unique: switched('Whether no two rows (of a tenant) have the same value.', false),
  default: { description: 'The value of a row that is given none.' },
  description: textFor('What it means, for the comment of its column.'),
};

/** A field, in short or in long. */
export const field: JsonSchema = { anyOf: [type, mapping(properties, ['type'])] };
