import type { CdcOptions } from './cdcOptions.js';

/** Settings of a connector: every value is a string. */
export type Settings = Record<string, string>;

interface Transform {
  /** Its name, and that of the predicate that says which records it is for. */
  name: string;
  /** Topics it is for, as a Java regular expression. */
  topics: string;
  settings: Settings;
}

const router = 'io.debezium.transforms.outbox.EventRouter';

/** Everything of an event but payload and key; the event id becomes the header `id` anyway. */
const outboxFields = [
  'event_type',
  'event_version',
  'aggregate_id',
  'tenant_id',
  'trace_id',
  'correlation_id',
  'causation_id',
  'created_at',
];
const mutationFields = [
  'event_type',
  'entity_type',
  'entity_id',
  'operation',
  'source',
  'tenant_id',
  'event_timestamp',
];

/**
 * @param text - any
 * @returns a Java regular expression that matches it alone
 */
const literally = (text: string) => text.replace(/[^A-Za-z0-9_]/g, '\\$&');

/**
 * @param options - what streams where
 * @returns the settings that turn rows of the log, and messages of the write-ahead log, into the messages of a topic
 */
export function transformSettings(options: CdcOptions): Settings {
  const { topicPrefix, mode, value, mutationEvents } = options;
  const prefix = literally(topicPrefix);
  const chain: Transform[] = [];
  if (mode === 'wal') chain.push(decode(prefix));
  chain.push({
    name: 'outbox',
    topics: mode === 'wal' ? `${prefix}\\.(app\\.outbox|message)` : `${prefix}\\.app\\.outbox`,
    settings: {
      type: router,
      'table.field.event.key': 'partition_key',
      'table.field.event.payload': 'event_payload',
      'route.by.field': 'aggregate_type',
      'route.topic.replacement': `${topicPrefix}.events.\${routedByValue}`,
      'table.fields.additional.placement':
        value === 'envelope'
          ? placed('envelope', ['id', 'aggregate_type', ...outboxFields, 'event_metadata'])
          : placed('header', outboxFields),
    },
  });
  if (mutationEvents) chain.push(mutations(topicPrefix, prefix, value));
  if (value === 'envelope') chain.push(renamePayload(prefix));
  return Object.assign({}, ...[listed(chain), ...chain.map(settingsOf)]) as Settings;
}

/** An event that is in the write-ahead log only is a JSON object with the columns of the outbox; nulls count. */
const decode = (prefix: string): Transform => ({
  name: 'decode',
  topics: `${prefix}\\.message`,
  settings: {
    type: 'io.debezium.connector.postgresql.transforms.DecodeLogicalDecodingMessageContent',
    'fields.null.include': 'true',
  },
});

/** One topic for all: an entity type may hold characters that a topic's name may not. */
const mutations = (topicPrefix: string, prefix: string, value: CdcOptions['value']): Transform => ({
  name: 'mutations',
  topics: `${prefix}\\.app\\.mutation_events`,
  settings: {
    type: router,
    'table.field.event.key': 'partition_key',
    'table.field.event.payload': 'payload',
    'route.by.field': 'entity_type',
    'route.topic.regex': '(?s).*',
    'route.topic.replacement': `${topicPrefix}.mutation_events`,
    'table.fields.additional.placement': placed(
      value === 'envelope' ? 'envelope' : 'header',
      value === 'envelope' ? ['id', ...mutationFields] : mutationFields,
    ),
  },
});

/** The router calls it `payload`, whatever the column was called. */
const renamePayload = (prefix: string): Transform => ({
  name: 'rename',
  topics: `${prefix}\\.events\\..*`,
  settings: {
    type: 'org.apache.kafka.connect.transforms.ReplaceField$Value',
    renames: 'payload:event_payload',
  },
});

const placed = (where: 'header' | 'envelope', fields: string[]) => fields.map((field) => `${field}:${where}`).join(',');

const predicateOf = (name: string) => `for${name.charAt(0).toUpperCase()}${name.slice(1)}`;

const listed = (chain: Transform[]): Settings => ({
  transforms: chain.map(({ name }) => name).join(','),
  predicates: chain.map(({ name }) => predicateOf(name)).join(','),
});

function settingsOf({ name, topics, settings }: Transform): Settings {
  const predicate = predicateOf(name);
  const own = Object.entries(settings).map(([key, value]) => [`transforms.${name}.${key}`, value]);
  return {
    ...(Object.fromEntries(own) as Settings),
    [`transforms.${name}.predicate`]: predicate,
    [`predicates.${predicate}.type`]: 'org.apache.kafka.connect.transforms.predicates.TopicNameMatches',
    [`predicates.${predicate}.pattern`]: topics,
  };
}
