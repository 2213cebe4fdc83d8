import { stepKeys, type StepWord } from '../words/mappingKeys.js';
import { nameForms } from '../words/nameForms.js';
import { defined, listOf, mapping, matching, type JsonSchema } from './jsonSchema.js';
import { entityName, entityReference, expression, named, switched, textFor } from './sharedSchemas.js';

type StepProperties = { [Word in StepWord]: Record<(typeof stepKeys)[Word][number], JsonSchema> };

const statement = (clauses: string, example: string): JsonSchema =>
  matching(new RegExp(`^\\s*${entityReference}\\s*(\\s(${clauses})\\s[^]*)?$`), `As in "${example}".`);
const assignments: JsonSchema = {
  description: 'Fields and their values.',
  type: 'object',
  propertyNames: { pattern: nameForms.field.pattern.source },
  additionalProperties: expression,
};
const where = expression;
const steps = listOf(defined('step'));
const message = textFor('For whoever called the action.');
const error = named('error', 'The answer is failed:<code>.');
const as = named('row', 'How later steps name the row.');
const insensitive = (word: string) => word.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);
const [setWord, whereWord] = [insensitive('set'), insensitive('where')];

const properties: StepProperties = {
  validate: { validate: expression, error, message },
  if: { if: expression, then: steps, else: steps },
  insert: { insert: statement(setWord, 'Post SET title = input.title'), set: assignments, as },
  update: {
    update: statement(`${setWord}|${whereWord}`, "Post SET status = 'published' WHERE id = input.id"),
    set: assignments,
    where,
  },
  delete: {
    delete: statement(whereWord, 'Post WHERE id = input.id'),
    where,
    hard: switched('Whether the row goes, instead of being marked as deleted.', false),
  },
  find: { find: statement(whereWord, 'Post WHERE id = input.post'), where, as, error },
  call: {
    call: matching(/^\s*([A-Za-z_]\w*\.)?[A-Za-z_]\w*\s*$/, 'An action, as in publish_post or blog.publish_post.'),
    with: assignments,
  },
  refresh_table_view: { refresh_table_view: entityName },
  notify: { notify: named('channel'), payload: expression },
  reject: { reject: error, message },
};

const required: Partial<Record<StepWord, string[]>> = { if: ['if', 'then'] };

/** One step of an action. */
export const step: JsonSchema = {
  anyOf: (Object.keys(stepKeys) as StepWord[]).map((word) => mapping(properties[word], required[word] ?? [word])),
};
