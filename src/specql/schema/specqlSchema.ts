import type { auditKeys, entityKeys } from '../words/mappingKeys.js';
import { nameForms } from '../words/nameForms.js';
import { actionSchema, cdcDefaults } from './actionSchema.js';
import { field } from './fieldSchema.js';
import { defined, listOf, mapping, type JsonSchema } from './jsonSchema.js';
import { named, switched, text, textFor } from './sharedSchemas.js';
import { step } from './stepSchema.js';

const fields = listOf(text);

const audit: Record<(typeof auditKeys)[number], JsonSchema> = {
  enabled: switched('Whether changes of the table are kept.', true),
  include_cascade: switched('Whether they are kept with everything that their mutation changed.', true),
  exclude: { ...fields, description: 'Fields that are never stored.' },
  ignore: { ...fields, description: 'A change of only these fields is not kept.' },
  redact: { ...fields, description: 'Fields that are stored as ***.' },
  keep_unchanged: switched('Whether an update that changes nothing is kept.', false),
};

const entity: Record<(typeof entityKeys)[number], JsonSchema> = {
  entity: named('entity', 'Its name in PascalCase: Post has the table tb_post.'),
  schema: { ...named('schema', 'The schema of its table and functions.'), default: 'public' },
  description: textFor('What it is, for the comment of its table.'),
  tenant: switched('Whether each row belongs to a tenant, and actions see the rows of theirs only.', false),
  fields: {
    description: 'Its fields, as in "title: text!".',
    type: 'object',
    propertyNames: { pattern: nameForms.field.pattern.source },
    additionalProperties: defined('field'),
  },
  actions: listOf(defined('action'), 'What can be done with it; clients call each as app.<name>.'),
  audit: mapping(audit, [], 'How its changes are kept.'),
  cdc: cdcDefaults,
};

/** The JSON Schema of one SpecQL document, for editors; `specql-cdc validate` checks more. */
export const specqlSchema: JsonSchema = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'SpecQL entity',
  ...mapping(entity, ['entity']),
  definitions: { field, step, action: actionSchema },
};
