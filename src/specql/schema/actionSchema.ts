import {
  cdcDefaultKeys,
  type actionKeys,
  type cacheInvalidationKeys,
  type cdcKeys,
  type entityImpactKeys,
  type impactKeys,
} from '../words/mappingKeys.js';
import { operations, strategies } from '../words/impactWords.js';
import { defined, listOf, mapping, type JsonSchema } from './jsonSchema.js';
import { entityName, expression, named, switched, text, textFor } from './sharedSchemas.js';

type Properties<Keys extends readonly string[]> = Record<Keys[number], JsonSchema>;

const entityImpact: Properties<typeof entityImpactKeys> = {
  entity: entityName,
  operation: { enum: operations },
  fields: listOf(text, 'The fields that change.'),
};

const cacheInvalidation: Properties<typeof cacheInvalidationKeys> = {
  query: named('query'),
  filter: { description: 'Which calls of the query.', type: 'object' },
  strategy: { enum: strategies, default: 'REFETCH' },
  reason: text,
};

const primary = mapping(entityImpact, ['entity', 'operation']);

const impact: Properties<typeof impactKeys> = {
  primary,
  side_effects: listOf(primary),
  cache_invalidations: listOf(mapping(cacheInvalidation, ['query'])),
};

const cdc: Properties<typeof cdcKeys> = {
  enabled: switched('Whether the action writes an event.', true),
  event_type: named('eventType', 'Of the event; inferred when absent: PostCreated, or PascalCase of the action.'),
  include_cascade: switched('Whether the event tells everything that the action changed.', true),
  include_payload: switched('Whether the event holds the entity.', true),
  partition_key: { ...expression, description: 'Events of one key stay in order; the id of the entity when absent.' },
};

const action: Properties<typeof actionKeys> = {
  name: named('action'),
  description: textFor('What it does, for the comments of its functions.'),
  steps: listOf(defined('step'), 'What it does, one after the other.'),
  impact: mapping(impact, ['primary'], 'What it changes, for clients.'),
  cdc: mapping(cdc, [], 'The event it writes.'),
};

/** One action of an entity. */
export const actionSchema = mapping(action, ['name', 'steps']);

/** What an entity says of the events of all its actions. */
export const cdcDefaults = mapping(
  Object.fromEntries(cdcDefaultKeys.map((key) => [key, cdc[key]])),
  [],
  'The events of its actions, where they do not say otherwise.',
);
