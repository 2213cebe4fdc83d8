import { expressionWords } from '../words/expressionWords.js';
import { nameForms } from '../words/nameForms.js';
import { switchWords } from '../words/switchWords.js';
import { matching, type JsonSchema } from './jsonSchema.js';

/** A text for people; YAML may take it for a number. */
export const text: JsonSchema = { type: ['string', 'number', 'boolean'] };

/** The same, with what it is for. */
export const textFor = (description: string): JsonSchema => ({ description, ...text });

/** Something that is on or off. */
export const switched = (description: string, standard: boolean): JsonSchema => ({
  description,
  // `true` and `false` are of YAML, `on` and `off` are texts.
  enum: [true, false, ...Object.keys(switchWords).filter((word) => word !== 'true' && word !== 'false')],
  default: standard,
});

/** An expression; its inside is checked by `specql-cdc validate`. */
export const expression: JsonSchema = {
  description: `A value or condition, as in "length(title) > 3". Words: ${expressionWords.join(', ')}.`,
  type: ['string', 'number', 'boolean'],
};

const schemaName = nameForms.schema.pattern.source.slice(1, -1);
const entityPattern = nameForms.entity.pattern.source.slice(1, -1);

/** `Post` or `blog.Post`, as a part of a pattern. */
export const entityReference = `(${schemaName}\\.)?${entityPattern}`;

/** `Post` or `blog.Post`. */
export const entityName = matching(new RegExp(`^\\s*${entityReference}\\s*$`), 'An entity, as in Post or blog.Post.');

/** A name of one of the forms. */
export const named = (form: keyof typeof nameForms, description?: string): JsonSchema =>
  matching(nameForms[form].pattern, description ?? `${nameForms[form].expected}.`);
